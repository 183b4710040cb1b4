/* The least that reading a file can be: its bytes as words, numbers and signs, counted.

       lexer FILE */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

int main(int count, char **arguments) {
  FILE *file = count == 2 ? fopen(arguments[1], "r") : NULL;
  if (!file) return 2;
  size_t room = 1 << 24, length;
  unsigned char *bytes = malloc(room);
  if (!bytes) return 2;
  length = fread(bytes, 1, room, file);
  long tokens = 0;
  for (size_t at = 0; at < length; tokens++) {
    if (isspace(bytes[at])) {
      while (at < length && isspace(bytes[at])) at++;
    } else if (isalnum(bytes[at])) {
      while (at < length && (isalnum(bytes[at]) || bytes[at] == '_' || bytes[at] == '.')) at++;
    } else if (bytes[at] == '#') {
      while (at < length && bytes[at] != '\n') at++;
    } else if (bytes[at] == '"') {
      for (at++; at < length && bytes[at] != '"'; at++) {}
      at++;
    } else {
      at++;
    }
  }
  printf("%ld\n", tokens);
  return 0;
}
