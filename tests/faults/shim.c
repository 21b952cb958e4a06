/* LD_PRELOAD: stands between a program and the files of one folder.

   From shim_start() on it counts every change of those files (write, truncate, sync, create, link, rename, unlink,
   mkdir), and can write each to a log, let chosen ones fail with an error of choice, or kill the process with SIGKILL at
   a chosen one, in the middle of a write. Before shim_start() it does nothing. Files whose name ends in -shm are left
   alone: they are shared memory, and nobody expects them to outlive a crash.

   Log: one record for each change that took place, a `struct header`, the path, then `length` bytes: what was written,
   or the other path of a link or a rename. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define FILES 4096
#define REAL(name, result, ...)                                                                                        \
    static result (*real)(__VA_ARGS__);                                                                                \
    if (!real) real = (result(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

struct header {
    char op;
    uint16_t path_length;
    uint64_t inode;
    uint64_t offset;
    uint32_t length;
} __attribute__((packed));

static char *names[FILES]; /* of the open files that are watched, by descriptor */
static const char *folder;
static int log_file = -1, error_number;
static long count, kill_at, fail_from, fail_every;

/* Watch `watched`, a folder. `log` NULL: no log. `at`: the change to die at, from 1; 0: none. `from`: the first of
   writes, truncates and syncs to fail with `number`, 0: none; `every`: how many further on the next one fails, 0: no
   other. The two count the same changes. */
void shim_start(const char *watched, const char *log, long at, long from, long every, int number) {
    if (log) log_file = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
    kill_at = at, fail_from = from, fail_every = every, error_number = number;
    folder = strdup(watched);
}

long shim_count(void) { return count; }

static int is_watched(const char *path) {
    if (!folder || strncmp(path, folder, strlen(folder)) != 0) return 0;
    size_t length = strlen(path);
    return length < 4 || strcmp(path + length - 4, "-shm") != 0;
}

static const char *name_of(int fd) { return fd >= 0 && fd < FILES ? names[fd] : NULL; }

/* Count a change; die at it, or return -1 with errno set if it is one to fail. */
static int next(int may_fail) {
    count++;
    if (count == kill_at) kill(getpid(), SIGKILL);
    if (!may_fail || !fail_from || count < fail_from) return 0;
    if (count != fail_from && (!fail_every || (count - fail_from) % fail_every)) return 0;
    errno = error_number;
    return -1;
}

static void record(char op, const char *path, uint64_t inode, uint64_t offset, const void *data, size_t length) {
    if (log_file < 0) return;
    struct header head = {op, strlen(path), inode, offset, length};
    struct iovec parts[] = {{&head, sizeof head}, {(void *)path, strlen(path)}, {(void *)data, length}};
    if (writev(log_file, parts, 3) < 0) abort();
}

static uint64_t inode_of(int fd) {
    struct stat found;
    return fstat(fd, &found) ? 0 : found.st_ino;
}

static int opened(const char *path, int flags, mode_t mode) {
    REAL("open64", int, const char *, int, ...);
    if (!is_watched(path)) return real(path, flags, mode);
    int is_new = (flags & O_CREAT) && access(path, F_OK) != 0;
    if (is_new || (flags & O_TRUNC))
        if (next(0)) return -1;
    int fd = real(path, flags, mode);
    if (fd < 0) return fd;
    if (fd < FILES) names[fd] = strdup(path);
    if (is_new) record('C', path, inode_of(fd), 0, NULL, 0);
    if (!is_new && (flags & O_TRUNC)) record('T', path, inode_of(fd), 0, NULL, 0);
    return fd;
}

int open64(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, int);
    va_end(rest);
    return opened(path, flags, mode);
}

int open(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, int);
    va_end(rest);
    return opened(path, flags, mode);
}

int close(int fd) {
    REAL("close", int, int);
    if (name_of(fd)) {
        free(names[fd]);
        names[fd] = NULL;
    }
    return real(fd);
}

ssize_t pwrite64(int fd, const void *data, size_t length, off_t offset) {
    REAL("pwrite64", ssize_t, int, const void *, size_t, off_t);
    const char *path = name_of(fd);
    if (!path) return real(fd, data, length, offset);
    if (count + 1 == kill_at && real(fd, data, length / 2, offset) < 0) abort();
    if (next(1)) return -1;
    ssize_t written = real(fd, data, length, offset);
    if (written > 0) record('W', path, inode_of(fd), offset, data, written);
    return written;
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) { return pwrite64(fd, data, length, offset); }

ssize_t write(int fd, const void *data, size_t length) {
    REAL("write", ssize_t, int, const void *, size_t);
    const char *path = name_of(fd);
    if (!path) return real(fd, data, length);
    if (count + 1 == kill_at && real(fd, data, length / 2) < 0) abort();
    if (next(1)) return -1;
    ssize_t written = real(fd, data, length);
    if (written > 0) record('W', path, inode_of(fd), lseek(fd, 0, SEEK_CUR) - written, data, written);
    return written;
}

int ftruncate64(int fd, off_t length) {
    REAL("ftruncate64", int, int, off_t);
    const char *path = name_of(fd);
    if (!path) return real(fd, length);
    if (next(1)) return -1;
    int result = real(fd, length);
    if (!result) record('T', path, inode_of(fd), length, NULL, 0);
    return result;
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

static int synced(int fd, int (*real)(int)) {
    const char *path = name_of(fd);
    if (!path) return real(fd);
    if (next(1)) return -1;
    int result = real(fd);
    if (!result) record('S', path, inode_of(fd), 0, NULL, 0);
    return result;
}

int fsync(int fd) {
    REAL("fsync", int, int);
    return synced(fd, real);
}

int fdatasync(int fd) {
    REAL("fdatasync", int, int);
    return synced(fd, real);
}

/* A change of names: `op` is U (unlink), L (link), R (rename) or M (mkdir). */
#define NAMES(op, path, other, call)                                                                                   \
    if (!is_watched(path)) return call;                                                                                \
    if (next(0)) return -1;                                                                                            \
    int result = call;                                                                                                 \
    if (!result) record(op, path, 0, 0, other, strlen(other));                                                         \
    return result

int unlink(const char *path) {
    REAL("unlink", int, const char *);
    NAMES('U', path, "", real(path));
}

int mkdir(const char *path, mode_t mode) {
    REAL("mkdir", int, const char *, mode_t);
    NAMES('M', path, "", real(path, mode));
}

int link(const char *from, const char *to) {
    REAL("link", int, const char *, const char *);
    NAMES('L', from, to, real(from, to));
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags) {
    REAL("linkat", int, int, const char *, int, const char *, int);
    NAMES('L', from, to, real(from_folder, from, to_folder, to, flags));
}

int rename(const char *from, const char *to) {
    REAL("rename", int, const char *, const char *);
    NAMES('R', from, to, real(from, to));
}
