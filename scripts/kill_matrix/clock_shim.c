/* Clocks that a test can step: preloaded into the daemon, beside which the machine's own clock goes on.
 *
 * The file named by CLOCK_SHIM_FILE holds two 64-bit numbers, nanoseconds that are added to the wall clock and to the
 * clocks that count from the start of the machine. Absolute timers are set back by the same amount, so that the
 * kernel, which knows nothing of this, fires them when the shifted clock says so. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { WALL, MACHINE };
static const volatile int64_t *offsets;
static unsigned char clock_of[65536];

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("CLOCK_SHIM_FILE");
    int descriptor = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (descriptor < 0) return;
    void *page = mmap(0, 4096, PROT_READ, MAP_SHARED, descriptor, 0);
    if (page != MAP_FAILED) offsets = page;
    close(descriptor);
}

static int64_t offset_of(clockid_t id) {
    if (!offsets) return 0;
    switch (id) {
    case CLOCK_REALTIME: case CLOCK_REALTIME_COARSE: return offsets[WALL];
    case CLOCK_MONOTONIC: case CLOCK_MONOTONIC_COARSE: case CLOCK_MONOTONIC_RAW: case CLOCK_BOOTTIME:
        return offsets[MACHINE];
    default: return 0;
    }
}

static void shift(struct timespec *time, int64_t by) {
    int64_t total = (int64_t)time->tv_sec * 1000000000 + time->tv_nsec + by;
    if (total < 1) total = 1;
    time->tv_sec = total / 1000000000;
    time->tv_nsec = total % 1000000000;
}

int clock_gettime(clockid_t id, struct timespec *time) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) *(void **)&real = dlsym(RTLD_NEXT, "clock_gettime");
    int result = real(id, time);
    if (result == 0) shift(time, offset_of(id));
    return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    struct timespec time;
    int result = clock_gettime(CLOCK_REALTIME, &time);
    (void)zone;
    now->tv_sec = time.tv_sec;
    now->tv_usec = time.tv_nsec / 1000;
    return result;
}

time_t time(time_t *at) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (at) *at = now.tv_sec;
    return now.tv_sec;
}

int timerfd_create(int id, int flags) {
    static int (*real)(int, int);
    if (!real) *(void **)&real = dlsym(RTLD_NEXT, "timerfd_create");
    int descriptor = real(id, flags);
    if (descriptor >= 0 && descriptor < (int)sizeof clock_of) clock_of[descriptor] = (unsigned char)id;
    return descriptor;
}

int timerfd_settime(int descriptor, int flags, const struct itimerspec *value, struct itimerspec *old) {
    static int (*real)(int, int, const struct itimerspec *, struct itimerspec *);
    if (!real) *(void **)&real = dlsym(RTLD_NEXT, "timerfd_settime");
    struct itimerspec moved = *value;
    int is_set = moved.it_value.tv_sec || moved.it_value.tv_nsec;
    if (is_set && (flags & TFD_TIMER_ABSTIME) && descriptor >= 0 && descriptor < (int)sizeof clock_of)
        shift(&moved.it_value, -offset_of(clock_of[descriptor]));
    return real(descriptor, flags, &moved, old);
}
