/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every displayless test needs: a world it owns, waiting without sleeping, fixtures. */
#define G_LOG_DOMAIN "hoso"

#include "hs-test.h"

#include <glib/gstdio.h>
#include <string.h>

#define WAIT_LIMIT_US (20 * G_USEC_PER_SEC)
#define WAIT_TICK_MS 5 /* so that a condition changed by another thread is seen */

typedef struct
{
  GMutex lock;         /* guards all */
  gint64 past_us;      /* microseconds the test let go by */
  GRand *chance;       /* (owned) */
  GHashTable *secrets; /* (owned) name -> secret */
} TestState;

/* States outlive their worlds: a thread may still hold the world when a test gives it up. */
static GPtrArray *states;
static guint32 seed;

static gint64
now_us (gpointer data)
{
  TestState *state = data;
  gint64 result;

  g_mutex_lock (&state->lock);
  result = HS_TEST_NOW_US + state->past_us;
  g_mutex_unlock (&state->lock);
  return result;
}

static gint64
monotonic_us (gpointer data)
{
  return now_us (data) - HS_TEST_NOW_US + G_USEC_PER_SEC;
}

static void
fill_random (gpointer data, gpointer buffer, gsize n_bytes)
{
  TestState *state = data;
  guint8 *bytes = buffer;

  g_mutex_lock (&state->lock);
  for (gsize i = 0; i < n_bytes; i++)
    bytes[i] = g_rand_int (state->chance) >> 13;
  g_mutex_unlock (&state->lock);
}

static char *
lookup_secret (gpointer data, const char *name, GError **error)
{
  TestState *state = data;
  char *secret;

  g_mutex_lock (&state->lock);
  secret = g_strdup (g_hash_table_lookup (state->secrets, name));
  g_mutex_unlock (&state->lock);
  return secret;
}

static gboolean
store_secret (gpointer data, const char *name, const char *secret, GError **error)
{
  TestState *state = data;

  g_mutex_lock (&state->lock);
  g_hash_table_replace (state->secrets, g_strdup (name), g_strdup (secret));
  g_mutex_unlock (&state->lock);
  return TRUE;
}

static gboolean
clear_secret (gpointer data, const char *name, GError **error)
{
  TestState *state = data;

  g_mutex_lock (&state->lock);
  g_hash_table_remove (state->secrets, name);
  g_mutex_unlock (&state->lock);
  return TRUE;
}

static const HsSecretStore memory_secrets = { lookup_secret, store_secret, clear_secret };

static TestState *
state_new (void)
{
  TestState *state = g_new0 (TestState, 1);

  if (states == NULL)
    {
      const char *given = g_getenv ("HOSO_TEST_SEED");

      states = g_ptr_array_new ();
      seed = given != NULL ? (guint32) g_ascii_strtoull (given, NULL, 10) : g_random_int ();
      g_test_message ("HOSO_TEST_SEED=%u", seed);
    }
  g_mutex_init (&state->lock);
  /* Each world its own row of numbers, else two worlds of one test would make the same UUIDs. */
  state->chance = g_rand_new_with_seed (seed + states->len);
  state->secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_ptr_array_add (states, state);
  return state;
}

HsWorld *
hs_test_world_new (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = g_dir_make_tmp ("hoso-test-XXXXXX", &error);
  const char *share = g_getenv ("HOSO_SHARE_DIR");
  const char *workers = g_getenv ("HOSO_WORKER_DIR");
  HsWorld *world;

  g_assert_no_error (error);
  world =
    hs_world_new (dir, share != NULL ? share : "data", workers != NULL ? workers : "src/workers");
  world->now_us = now_us;
  world->monotonic_us = monotonic_us;
  world->random = fill_random;
  world->clock_data = state_new ();
  return world;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    {
      g_chmod (path, 0700);
      dir = g_dir_open (path, 0, NULL);
      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *child = g_build_filename (path, name, NULL);

          remove_tree (child);
        }
    }
  g_remove (path);
}

void
hs_test_world_free (HsWorld *world)
{
  if (world == NULL)
    return;
  remove_tree (world->data_dir);
  hs_world_unref (world);
}

void
hs_test_world_advance (HsWorld *world, gint64 us)
{
  TestState *state = world->clock_data;

  g_mutex_lock (&state->lock);
  state->past_us += us;
  g_mutex_unlock (&state->lock);
}

void
hs_test_world_add_secrets (HsWorld *world)
{
  world->secrets = &memory_secrets;
  world->secrets_data = world->clock_data;
}

static gboolean
keep_ticking (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

void
hs_test_wait (gboolean (*done) (gpointer data), gpointer data)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  g_autoptr (GSource) tick = g_timeout_source_new (WAIT_TICK_MS);
  gint64 end = g_get_monotonic_time () + WAIT_LIMIT_US;

  g_source_set_callback (tick, keep_ticking, NULL, NULL);
  g_source_attach (tick, context);
  while (!done (data))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (context, TRUE);
    }
  g_source_destroy (tick);
}

void
hs_test_result_cb (GObject *source, GAsyncResult *result, gpointer result_out)
{
  GAsyncResult **out = result_out;

  g_assert_null (*out);
  *out = g_object_ref (result);
}

static gboolean
has_result (gpointer data)
{
  GAsyncResult **result = data;

  return *result != NULL;
}

GAsyncResult *
hs_test_await (GAsyncResult **result)
{
  hs_test_wait (has_result, result);
  return g_steal_pointer (result);
}

char *
hs_test_fixture (const char *name)
{
  const char *dir = g_getenv ("HOSO_FIXTURES");

  return g_build_filename (dir != NULL ? dir : "tests/fixtures", name, NULL);
}

char *
hs_test_suite (const char *relative)
{
  const char *dir = g_getenv ("HOSO_SUITES");
  const char *source = g_getenv ("HOSO_SOURCE_DIR");
  g_autofree char *path = NULL;

  if (dir != NULL)
    path = g_build_filename (dir, relative, NULL);
  else
    path =
      g_build_filename (source != NULL ? source : ".", "..", "shared", "suites", relative, NULL);
  return g_file_test (path, G_FILE_TEST_EXISTS) ? g_steal_pointer (&path) : NULL;
}
