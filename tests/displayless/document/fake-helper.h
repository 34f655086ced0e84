/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#define FAKE_MODE_PROBE 1
#define FAKE_MODE_HANG 2
#define FAKE_MODE_SLOW 3
#define FAKE_MODE_LIAR 4
#define FAKE_MODE_CRASH 5

/* The probe answers TEXT with args[0] = attempt by args[0] = errno, 0 when it succeeded. */
typedef enum
{
  FAKE_READ_SYSTEM_FILE,
  FAKE_READ_PASSWD,
  FAKE_READ_HOME,
  FAKE_READ_PROC,
  FAKE_WRITE_TMP,
  FAKE_WRITE_ROOT,
  FAKE_WRITE_SHM,
  FAKE_SOCKET_INET,
  FAKE_CONNECT_UNIX,
  FAKE_FORK,
  FAKE_EXEC,
  FAKE_PTRACE,
  FAKE_KILL_PARENT,
  FAKE_CODE_MEMORY,
  FAKE_UNSHARE,
  FAKE_MOUNT,
  FAKE_UNLINK,
  FAKE_BIG_MEMORY_FILE,
  FAKE_RAISE_LIMIT,
  FAKE_ENVIRONMENT,
  FAKE_MUCH_MEMORY,
  FAKE_N_ATTEMPTS,
} FakeAttempt;

/* Widths of the page (100 x 100 points) that the liar takes for an order. */
typedef enum
{
  FAKE_LIE_NONE = 10,
  FAKE_LIE_NOT_SEALED,
  FAKE_LIE_TOO_SHORT,
  FAKE_LIE_NO_FILE,
  FAKE_LIE_HUGE,
  FAKE_LIE_STRIDE,
  FAKE_LIE_OTHER_ID,
  FAKE_LIE_OTHER_KIND,
  FAKE_LIE_GARBAGE,
  FAKE_LIE_PIPE,
} FakeLie;
