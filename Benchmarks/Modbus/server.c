/* A Modbus server on a port of 127.0.0.1 that it prints: 16 registers from 0 on, for one client after another until its
   standard input ends. It answers with plain bytes, so that its own time is small.

       server */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Whether `count` more bytes came. */
static int take(int stream, uint8_t *bytes, size_t count) {
  for (size_t taken = 0; taken < count;) {
    ssize_t got = read(stream, bytes + taken, count - taken);
    if (got <= 0) return 0;
    taken += (size_t)got;
  }
  return 1;
}

static void serve(int stream) {
  int yes = 1;
  setsockopt(stream, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  uint8_t request[12], reply[9 + 32] = {0};
  while (take(stream, request, sizeof request)) {
    if (request[7] != 3 || request[10] != 0 || request[11] != 16) return;
    memcpy(reply, request, 4);
    reply[5] = 3 + 32, reply[6] = request[6], reply[7] = 3, reply[8] = 32;
    for (int index = 0; index < 16; index++) reply[10 + 2 * index] = (uint8_t)(index * 3);
    if (write(stream, reply, sizeof reply) != sizeof reply) return;
  }
}

int main(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  if (listener < 0 || bind(listener, (void *)&address, sizeof address) || listen(listener, 8)) return 1;
  getsockname(listener, (void *)&address, &length);
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  for (;;) {
    struct pollfd wanted[2] = {{.fd = 0, .events = POLLIN}, {.fd = listener, .events = POLLIN}};
    if (poll(wanted, 2, -1) < 0 || wanted[0].revents) return 0;
    int stream = accept(listener, NULL, NULL);
    if (stream >= 0) serve(stream), close(stream);
  }
}
