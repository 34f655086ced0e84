/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The browser is taken in also when a connection could not be taken at first. */
#define G_LOG_DOMAIN "hoso"

#include "portal/hs-loopback.h"
#include "portal/hs-portal-error.h"

#include "hs-test.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define TICK_MS 5
/* Looks at the clock, one for each turn of the loop: after the first there are free descriptors again, after the
 * last the time is over. */
#define LOOKS_WITHOUT_DESCRIPTORS 20
#define LOOKS 2000

typedef struct
{
  struct rlimit usual;
  guint looks;
} Clock;

static gint64
look (gpointer data)
{
  Clock *clock = data;

  if (++clock->looks == LOOKS_WITHOUT_DESCRIPTORS)
    g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &clock->usual), ==, 0);
  return clock->looks < LOOKS ? 0 : 1000;
}

/* A connection of the kernel, with the browser's request on it; nobody has taken it yet. */
static int
send_request (const char *uri)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);
  g_autofree char *request = g_strdup_printf ("GET %s?code=abc HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
                                              g_uri_get_path (parsed));
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_port = htons (g_uri_get_port (parsed)),
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (connect (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (write (fd, request, strlen (request)), ==, (gssize) strlen (request));
  return fd;
}

static void
test_no_descriptor (void)
{
  HsWorld *world = hs_test_world_new ();
  gint64 (*usual_clock) (gpointer) = world->monotonic_us;
  gpointer usual_data = world->clock_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HsLoopback) loopback = hs_loopback_new (world, &error);
  g_autoptr (GHashTable) query = NULL;
  Clock clock = { 0 };
  struct rlimit none;
  int fd;

  g_assert_no_error (error);
  /* which take descriptors when they are first used */
  g_main_context_default ();
  g_type_ensure (G_TYPE_TASK);
  fd = send_request (hs_loopback_get_redirect_uri (loopback));
  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &clock.usual), ==, 0);
  none = clock.usual;
  none.rlim_cur = 3;
  world->monotonic_us = look;
  world->clock_data = &clock;
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &none), ==, 0);
  query = hs_loopback_wait (loopback, 1000, TICK_MS, NULL, &error);
  world->monotonic_us = usual_clock;
  world->clock_data = usual_data;
  g_assert_no_error (error);
  g_assert_cmpstr (g_hash_table_lookup (query, "code"), ==, "abc");
  /* it was tried once a tick, not all the time */
  g_assert_cmpuint (clock.looks, >, LOOKS_WITHOUT_DESCRIPTORS);
  close (fd);
  g_clear_pointer (&loopback, hs_loopback_free);
  hs_test_world_free (world);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/portal/loopback/no-descriptor", test_no_descriptor);
  return g_test_run ();
}
