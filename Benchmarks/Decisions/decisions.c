/* The least that the work of decisions.py can be: for each minute of the day the rules whose times hold, for each state of
   charge those whose conditions hold, and a table of the offsets of local time.

       decisions [YEARS]     the seconds that a year takes, and the sum */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define RULES 13
#define START 1767225600L

/* Each rule: its minutes, its states of charge (101 is unknown), its currents. */
static const struct { int from, to, low, high, least, most; } rules[RULES] = {
  {0, 1440, 101, 101, 3, 3},     {960, 1140, 0, 10, -16, -3},  {960, 1140, 11, 100, -16, -16}, {0, 1440, 0, 30, 16, 16},
  {120, 300, 0, 100, 16, 16},    {300, 780, 72, 100, -16, 16}, {300, 780, 0, 71, 0, 16},       {780, 840, 0, 53, 16, 16},
  {840, 900, 0, 58, 16, 16},     {900, 960, 0, 63, 16, 16},    {780, 960, 90, 100, -16, 16},   {780, 960, 0, 89, 0, 16},
  {0, 1440, 50, 100, -16, 16},
};

int main(int count, char **arguments) {
  int years = count > 1 ? atoi(arguments[1]) : 1;
  static uint32_t times[1440], socs[102];
  for (int rule = 0; rule < RULES; rule++) {
    for (int minute = rules[rule].from; minute < rules[rule].to; minute++) times[minute] |= 1u << rule;
    for (int soc = rules[rule].low; soc <= rules[rule].high; soc++) socs[soc] |= 1u << rule;
  }
  /* When the offset changes in 2026, and to what. */
  static const struct { long from; int offset; } offsets[] = {{0, 0}, {1774746000L, 3600}, {1792890000L, 0}, {1L << 60, 0}};
  volatile long result = 0;
  clock_t begin = clock();
  for (int year = 0; year < years; year++) {
    long sum = 0;
    int zone = 0;
    for (long minute = 0; minute < 525600; minute++) {
      long instant = START + minute * 60;
      while (instant >= offsets[zone + 1].from) zone++;
      int local = (int)((instant + offsets[zone].offset) / 60 % 1440), soc = (int)(minute / 7 % 102);
      uint32_t holds = times[local] & socs[soc];
      int least = 0, most = 16;
      if (holds) {
        int rule = __builtin_ctz(holds);
        least = rules[rule].least, most = rules[rule].most;
      }
      sum += (3 * least + 5 * most) * (1 + minute % 7);
    }
    result = sum;
  }
  printf("%.9f %ld\n", (double)(clock() - begin) / CLOCKS_PER_SEC / (years > 0 ? years : 1), result);
  return 0;
}
