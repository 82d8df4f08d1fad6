/* Counts the system calls that write below a folder, and lets the n-th of them fail or kill the process.
 *
 * FAULT_FOLDER: the folder. FAULT_AT: which call, from 1; 0 counts only. FAULT_KIND: kill, or the number of an error.
 * FAULT_COUNT: a file into which the number of calls is written at the end.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define MOST 4096
static char watched[MOST];
static int calls, at, failure;
static const char *folder, *count_file;
static int ready;

static void prepare(void) {
    if (ready) return;
    ready = 1;
    folder = getenv("FAULT_FOLDER");
    count_file = getenv("FAULT_COUNT");
    const char *n = getenv("FAULT_AT"), *kind = getenv("FAULT_KIND");
    at = n ? atoi(n) : 0;
    failure = kind && strcmp(kind, "kill") ? atoi(kind) : 0;
}

static int below(const char *path) {
    prepare();
    return folder && path && strncmp(path, folder, strlen(folder)) == 0;
}

/* Whether this call is the one that fails; a kill does not return. */
static int strikes(int concerned) {
    prepare();
    if (!concerned) return 0;
    calls++;
    if (at == 0 || calls != at) return 0;
    if (failure == 0) kill(getpid(), SIGKILL);
    errno = failure;
    return 1;
}

static int seen(int fd) { return fd >= 0 && fd < MOST && watched[fd]; }

__attribute__((destructor)) static void tell(void) {
    prepare();
    if (!count_file) return;
    FILE *file = fopen(count_file, "w");
    if (file) { fprintf(file, "%d", calls); fclose(file); }
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* A process that ends itself here runs no destructors. */
__attribute__((noreturn)) void _exit(int code) {
    tell();
    REAL(_exit)(code);
    __builtin_unreachable();
}

static int opened(int fd, const char *path) {
    if (fd >= 0 && fd < MOST) watched[fd] = below(path);
    return fd;
}

#define OPEN(name)                                                        \
    int name(const char *path, int flags, ...) {                          \
        va_list rest; va_start(rest, flags);                              \
        mode_t mode = (flags & O_CREAT) ? va_arg(rest, mode_t) : 0;       \
        va_end(rest);                                                     \
        if ((flags & O_CREAT) && strikes(below(path))) return -1;         \
        return opened(REAL(name)(path, flags, mode), path);               \
    }
OPEN(open)
OPEN(open64)

#define ON_FILE(type, name, parameters, arguments)                        \
    type name parameters { return strikes(seen(fd)) ? -1 : REAL(name) arguments; }
ON_FILE(ssize_t, write, (int fd, const void *data, size_t size), (fd, data, size))
ON_FILE(ssize_t, pwrite, (int fd, const void *data, size_t size, off_t place), (fd, data, size, place))
ON_FILE(ssize_t, pwrite64, (int fd, const void *data, size_t size, off64_t place), (fd, data, size, place))
ON_FILE(int, fsync, (int fd), (fd))
ON_FILE(int, fdatasync, (int fd), (fd))
ON_FILE(int, ftruncate, (int fd, off_t size), (fd, size))
ON_FILE(int, ftruncate64, (int fd, off64_t size), (fd, size))

#define ON_PATH(name, parameters, path, arguments)                        \
    int name parameters { return strikes(below(path)) ? -1 : REAL(name) arguments; }
ON_PATH(unlink, (const char *path), path, (path))
ON_PATH(rename, (const char *from, const char *to), from, (from, to))
ON_PATH(link, (const char *from, const char *to), from, (from, to))
ON_PATH(mkdir, (const char *path, mode_t mode), path, (path, mode))
ON_PATH(rmdir, (const char *path), path, (path))
