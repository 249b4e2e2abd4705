/*
 * The walk over a packed rule table, as plainly as the kernel does it: the rival of `bench/decisions.ts`.
 * walk TABLE PATHS ROUNDS: TABLE is one automaton (big-endian, from its mark on), PATHS one path a line.
 * Prints the nanoseconds of all walks, and a sum that keeps the compiler from leaving them out.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static uint32_t *accept_words, *base;
static uint16_t *fallback, *next, *check;
static uint8_t *classes;

static uint32_t be32(const uint8_t *p) { return (uint32_t)p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3]; }
static uint16_t be16(const uint8_t *p) { return p[0] << 8 | p[1]; }

static void *numbers(const uint8_t *data, uint32_t count, int size) {
  void *into = malloc((size_t)count * size);
  for (uint32_t i = 0; i < count; i++) {
    if (size == 4) ((uint32_t *)into)[i] = be32(data + i * 4);
    else if (size == 2) ((uint16_t *)into)[i] = be16(data + i * 2);
    else ((uint8_t *)into)[i] = data[i];
  }
  return into;
}

static unsigned walk(unsigned state, const char *path) {
  for (; *path; path++) {
    unsigned column = classes ? classes[(uint8_t)*path] : (uint8_t)*path;
    for (;;) {
      uint32_t row = base[state];
      uint32_t place = (row & 0xffffff) + column;
      if (check[place] == state) {
        state = next[place];
        break;
      }
      state = fallback[state];
      if (!(row & 0x80000000)) break;
    }
  }
  return state;
}

static size_t slurp(const char *name, uint8_t *into, size_t most) {
  FILE *file = fopen(name, "rb");
  if (!file) exit(2);
  size_t length = fread(into, 1, most, file);
  fclose(file);
  return length;
}

int main(int argc, char **argv) {
  static uint8_t table[1 << 24], text[1 << 20];
  static const char *paths[1 << 12];
  if (argc != 4) return 2;
  size_t end = slurp(argv[1], table, sizeof table);
  if (be32(table + 8) < end) end = be32(table + 8);
  size_t length = slurp(argv[2], text, sizeof text - 1);
  size_t count = 0;
  for (char *line = strtok((char *)text, "\n"); line && count < 1 << 12; line = strtok(NULL, "\n")) paths[count++] = line;
  (void)length;
  for (size_t at = be32(table + 4); at + 12 <= end;) {
    const uint8_t *data = table + at + 12;
    uint32_t entries = be32(table + at + 8);
    int size = be16(table + at + 2);
    void *read = numbers(data, entries, size);
    switch (be16(table + at)) {
      case 1: accept_words = read; break;
      case 2: base = read; break;
      case 3: check = read; break;
      case 4: fallback = read; break;
      case 5: classes = read; break;
      case 8: next = read; break;
    }
    at += (12 + (size_t)entries * size + 7) & ~(size_t)7;
  }
  uint64_t sum = 0;
  struct timespec from, to;
  long rounds = atol(argv[3]);
  clock_gettime(CLOCK_MONOTONIC, &from);
  for (long round = 0; round < rounds; round++)
    for (size_t i = 0; i < count; i++) sum += accept_words[walk(1, paths[i])];
  clock_gettime(CLOCK_MONOTONIC, &to);
  printf("%.0f %llu\n", (to.tv_sec - from.tv_sec) * 1e9 + (to.tv_nsec - from.tv_nsec), (unsigned long long)sum);
  return 0;
}
