/* Reads 16 registers so many times over one connection with libmodbus: the seconds of a read, and the sum.

       client PORT COUNT */
#include <modbus/modbus.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  modbus_t *client = modbus_new_tcp("127.0.0.1", atoi(argv[1]));
  uint16_t values[16];
  long sum = 0;
  int count = atoi(argv[2]);
  modbus_set_slave(client, 1);
  if (modbus_connect(client) || modbus_read_registers(client, 0, 16, values) != 16) return 1;
  double begin = now();
  for (int turn = 0; turn < count; turn++) {
    if (modbus_read_registers(client, 0, 16, values) != 16) return 1;
    for (int index = 0; index < 16; index++) sum += values[index];
  }
  printf("%.9f %ld\n", (now() - begin) / count, sum);
  return 0;
}
