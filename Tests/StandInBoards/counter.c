/* A plugin of qemu's user emulation that stands in for a board's clock: time = a x instructions + b x misses of a first-level cache
 * + c x misses of a second-level cache. It is the same in every run. It is not a measurement of any hardware.
 *
 * -plugin counter.so,clock=FILE,instruction=A,miss1=B,miss2=C     picoseconds each
 *
 * Before each system call the time in nanoseconds is stored in the first 8 bytes of FILE, where nas-suite --clock reads it. */
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* The part of qemu-plugin.h (version 1) that is used. */
typedef uint64_t qemu_plugin_id_t;
typedef uint32_t qemu_plugin_meminfo_t;
typedef struct qemu_info_t qemu_info_t;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *tb);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *tb, size_t index);
void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t id, void (*callback)(qemu_plugin_id_t, struct qemu_plugin_tb *));
void qemu_plugin_register_vcpu_tb_exec_inline(struct qemu_plugin_tb *tb, int add, void *count, uint64_t amount);
void qemu_plugin_register_vcpu_mem_cb(struct qemu_plugin_insn *insn,
                                      void (*callback)(unsigned, qemu_plugin_meminfo_t, uint64_t, void *), int flags, int read_write,
                                      void *data);
void qemu_plugin_register_vcpu_syscall_cb(qemu_plugin_id_t id,
                                          void (*callback)(qemu_plugin_id_t, unsigned, int64_t, uint64_t, uint64_t, uint64_t, uint64_t,
                                                           uint64_t, uint64_t, uint64_t, uint64_t));

#define EXPORT __attribute__((visibility("default")))
EXPORT int qemu_plugin_version = 1;

/* Least recently used, lines of 64 bytes. */
enum { WAYS = 4, SETS1 = 128, SETS2 = 2048 };
static uint64_t cache1[SETS1][WAYS], cache2[SETS2][WAYS];
static uint64_t instructions, misses1, misses2;
static uint64_t price_instruction = 1000, price_miss1 = 10000, price_miss2 = 80000;
static volatile uint64_t *clock_file;

static int is_miss(uint64_t *ways, uint64_t line) {
    int way = 0;
    while (way < WAYS - 1 && ways[way] != line) way++;
    int missed = ways[way] != line;
    for (; way > 0; way--) ways[way] = ways[way - 1];
    ways[0] = line;
    return missed;
}

static void touch(unsigned cpu, qemu_plugin_meminfo_t info, uint64_t address, void *data) {
    (void)cpu, (void)info, (void)data;
    uint64_t line = (address >> 6) + 1;
    if (is_miss(cache1[line % SETS1], line)) {
        misses1++;
        if (is_miss(cache2[line % SETS2], line)) misses2++;
    }
}

static void translated(qemu_plugin_id_t id, struct qemu_plugin_tb *tb) {
    (void)id;
    size_t count = qemu_plugin_tb_n_insns(tb);
    qemu_plugin_register_vcpu_tb_exec_inline(tb, 0, &instructions, count);
    for (size_t i = 0; i < count; i++) qemu_plugin_register_vcpu_mem_cb(qemu_plugin_tb_get_insn(tb, i), touch, 0, 3, NULL);
}

static void system_call(qemu_plugin_id_t id, unsigned cpu, int64_t number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e,
                        uint64_t f, uint64_t g, uint64_t h) {
    (void)id, (void)cpu, (void)number, (void)a, (void)b, (void)c, (void)d, (void)e, (void)f, (void)g, (void)h;
    if (clock_file) *clock_file = (instructions * price_instruction + misses1 * price_miss1 + misses2 * price_miss2) / 1000;
}

EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info, int argc, char **argv) {
    (void)info;
    for (int i = 0; i < argc; i++) {
        char *value = strchr(argv[i], '=');
        if (!value) return -1;
        *value++ = 0;
        if (!strcmp(argv[i], "clock")) {
            int file = open(value, O_RDWR | O_CREAT, 0600);
            if (file < 0 || ftruncate(file, 4096) != 0) return -1;
            void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
            close(file);
            if (page == MAP_FAILED) return -1;
            clock_file = page;
        } else if (!strcmp(argv[i], "instruction")) {
            price_instruction = strtoull(value, NULL, 10);
        } else if (!strcmp(argv[i], "miss1")) {
            price_miss1 = strtoull(value, NULL, 10);
        } else if (!strcmp(argv[i], "miss2")) {
            price_miss2 = strtoull(value, NULL, 10);
        } else {
            return -1;
        }
    }
    qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
    qemu_plugin_register_vcpu_syscall_cb(id, system_call);
    return 0;
}
