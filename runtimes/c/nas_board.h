/* What the suite asks of the machine it runs on. */
#ifndef NAS_BOARD_H
#define NAS_BOARD_H

#include <stdint.h>

/* From now on on one processor, where the system lets it. */
void nas_pin(void);

/* 1 where `path` can be the clock. */
int nas_open_clock(const char *path);

/* Nanoseconds since some moment. With a clock file: its first 8 bytes, the least significant first, which an emulator sets to its
 * count before each system call. */
uint64_t nas_nanoseconds(void);

/* kHz and thousandths of a degree Celsius; -1 where the board does not say. */
long nas_frequency(void);
long nas_temperature(void);

#endif
