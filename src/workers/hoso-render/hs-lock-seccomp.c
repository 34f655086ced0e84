/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The system calls the helper keeps: memory, time, reading files, and talking on the socket it has.
 * It is a list of what is allowed; all else fails with "not implemented", which libraries take for
 * an older kernel, so a newer C library falls back instead of dying. */
#define G_LOG_DOMAIN "hoso"

#include "hs-lock.h"

#include "document/hs-document.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static const char *const allowed[] = {
  /* open descriptors */
  "read",
  "write",
  "readv",
  "pread64",
  "lseek",
  "_llseek",
  "close",
  "fstat",
  "fstat64",
  "ftruncate",
  "ftruncate64",
  "fadvise64",
  "fadvise64_64",
  "getdents64",
  "getdents",
  /* names of files; the walls decide which there are */
  "stat",
  "stat64",
  "lstat",
  "lstat64",
  "newfstatat",
  "fstatat64",
  "statx",
  "statfs",
  "statfs64",
  "fstatfs",
  "fstatfs64",
  "access",
  "faccessat",
  "faccessat2",
  "readlink",
  "readlinkat",
  "getcwd",
  /* memory */
  "brk",
  "munmap",
  "mremap",
  "madvise",
  "memfd_create",
  "membarrier",
  /* the socket */
  "sendmsg",
  "recvmsg",
  "poll",
  "ppoll",
  "ppoll_time64",
  /* time, chance and oneself */
  "clock_gettime",
  "clock_gettime64",
  "clock_getres",
  "gettimeofday",
  "time",
  "clock_nanosleep",
  "nanosleep",
  "getrandom",
  "getpid",
  "getppid",
  "gettid",
  "getuid",
  "geteuid",
  "getgid",
  "getegid",
  "getrusage",
  "times",
  "uname",
  "sysinfo",
  "sched_yield",
  "sched_getaffinity",
  "getrlimit",
  "ugetrlimit",
  "futex",
  "futex_time64",
  "set_robust_list",
  "get_robust_list",
  "rseq",
  "restart_syscall",
  "sigaltstack",
  "rt_sigaction",
  "rt_sigprocmask",
  "rt_sigreturn",
  "exit",
  "exit_group",
};

static int
allow (scmp_filter_ctx filter, const char *name, guint n_args, const struct scmp_arg_cmp *args)
{
  int number = seccomp_syscall_resolve_name (name);
  int rc;

  if (number == __NR_SCMP_ERROR)
    return 0; /* newer than this libseccomp */
  rc = seccomp_rule_add_array (filter, SCMP_ACT_ALLOW, number, n_args, args);
  return rc == -EDOM || rc == -EOPNOTSUPP ? 0 : rc; /* not on this architecture */
}

/* Flags, copies and seals of descriptors it has; no locks, no owners, no signals, no notes of changes. */
static const guint32 fcntl_commands[] = {
  F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC, F_GET_SEALS, F_ADD_SEALS,
};

/* Opening for reading, memory without code, asking for limits, and abort() on oneself. */
static int
allow_partly (scmp_filter_ctx filter)
{
  const guint64 write_flags = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND;
  const struct
  {
    const char *name;
    struct scmp_arg_cmp arg;
  } rules[] = {
    { "open", SCMP_A1_64 (SCMP_CMP_MASKED_EQ, write_flags, O_RDONLY) },
    { "openat", SCMP_A2_64 (SCMP_CMP_MASKED_EQ, write_flags, O_RDONLY) },
    { "mmap", SCMP_A2_64 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0) },
    { "mmap2", SCMP_A2_64 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0) },
    { "mprotect", SCMP_A2_64 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0) },
    { "prlimit64", SCMP_A2_64 (SCMP_CMP_EQ, 0) },
    { "tgkill", SCMP_A0_64 (SCMP_CMP_EQ, (scmp_datum_t) getpid ()) },
  };
  int rc = 0;

  for (gsize i = 0; rc == 0 && i < G_N_ELEMENTS (rules); i++)
    rc = allow (filter, rules[i].name, 1, &rules[i].arg);
  for (gsize i = 0; rc == 0 && i < G_N_ELEMENTS (fcntl_commands); i++)
    {
      const struct scmp_arg_cmp command = SCMP_A1_32 (SCMP_CMP_EQ, fcntl_commands[i]);

      rc = allow (filter, "fcntl", 1, &command);
      if (rc == 0)
        rc = allow (filter, "fcntl64", 1, &command);
    }
  return rc;
}

gboolean
hs_lock_seccomp (GError **error)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ERRNO (ENOSYS));
  int rc = filter == NULL ? -ENOMEM : 0;

  for (gsize i = 0; rc == 0 && i < G_N_ELEMENTS (allowed); i++)
    rc = allow (filter, allowed[i], 0, NULL);
  if (rc == 0)
    rc = allow_partly (filter);
  if (rc == 0)
    rc = seccomp_load (filter);
  if (filter != NULL)
    seccomp_release (filter);
  if (rc != 0)
    g_set_error (error, HS_DOCUMENT_ERROR, HS_DOCUMENT_ERROR_SANDBOX,
                 "System calls cannot be restricted: %s", g_strerror (-rc));
  return rc == 0;
}
