/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kill -9 at any moment: what put and add said is done is there afterwards, whole. */
#define G_LOG_DOMAIN "hoso"

#include "hs-test.h"
#include "store/hs-store.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROUNDS 6

/* Says of each record and blob that it is done: "rN\n" or "bID\n". Never returns. */
static void
write_until_killed (HsWorld *world, int report, guint round)
{
  HsStore *store = hs_store_open (world, NULL);
  g_autofree guint8 *data = g_malloc0 (100000);
  g_autoptr (GBytes) bytes = g_bytes_new (data, 100000);

  for (guint i = 0; store != NULL; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u-%u", round, i);
      g_autofree char *line = g_strdup_printf ("r%s\n", id);
      g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), id);
      g_autoptr (HsBlobInfo) info = NULL;

      if (!hs_store_put (store, "k", id, "d", i, node, NULL) ||
          write (report, line, strlen (line)) < 0)
        break;
      if (i % 3 != 0)
        continue;
      info = hs_store_add_blob_bytes (store, "d", bytes, NULL);
      if (info == NULL || dprintf (report, "b%s\n", info->id) < 0)
        break;
    }
  _exit (1);
}

/* Lets the child report so many times, kills it, reads what it still said. */
static GString *
kill_after (pid_t child, int report, guint lines)
{
  GString *said = g_string_new (NULL);
  char buffer[512];
  ssize_t n;

  while ((n = read (report, buffer, sizeof buffer)) > 0)
    {
      g_string_append_len (said, buffer, n);
      for (ssize_t i = 0; i < n; i++)
        if (buffer[i] == '\n' && lines > 0 && --lines == 0)
          kill (child, SIGKILL);
    }
  return said;
}

static void
assert_done (HsStore *store, const char *line)
{
  g_autoptr (GError) error = NULL;

  if (*line == 'r')
    {
      g_autoptr (JsonNode) node = hs_store_get (store, "k", line + 1, &error);

      g_assert_no_error (error);
      g_assert_nonnull (node);
      g_assert_cmpstr (json_node_get_string (node), ==, line + 1);
    }
  else if (*line == 'b')
    {
      g_autoptr (GBytes) bytes = hs_store_read_blob (store, line + 1, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (bytes), ==, 100000);
    }
}

static void
test_killed_between_puts (void)
{
  HsWorld *world = hs_test_world_new ();
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint round = 0; round < ROUNDS; round++)
    {
      int ends[2], status;
      pid_t child;
      g_autoptr (GString) said = NULL;
      g_auto (GStrv) lines = NULL;
      HsStore *store;

      g_assert_cmpint (pipe (ends), ==, 0);
      child = fork ();
      if (child == 0)
        {
          close (ends[0]);
          /* Each child has the parent's numbers: not the same ids again. */
          for (guint i = 0; i < round * 997; i++)
            g_free (hs_world_uuid (world));
          write_until_killed (world, ends[1], round);
        }
      close (ends[1]);
      said = kill_after (child, ends[0], 1 + round * 7);
      close (ends[0]);
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      g_assert_true (WIFSIGNALED (status));
      /* The last line may be cut: the report broke off, not the store. */
      g_string_truncate (said, strrchr (said->str, '\n') + 1 - said->str);
      g_string_append (all, said->str);

      store = hs_store_open (world, NULL);
      g_assert_nonnull (store);
      lines = g_strsplit (all->str, "\n", -1);
      for (guint i = 0; lines[i] != NULL; i++)
        assert_done (store, lines[i]);
      g_assert_true (hs_store_check (store, NULL));
      g_assert_finalize_object (store);
    }
  hs_test_world_free (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/crash/killed-between-puts", test_killed_between_puts);
  return g_test_run ();
}
