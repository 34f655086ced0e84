/* SPDX-License-Identifier: GPL-3.0-or-later */
/* World, files and worker: private places, whole files, order of jobs. */
#define G_LOG_DOMAIN "hoso"

#include "base/hs-file.h"
#include "base/hs-worker.h"
#include "hs-test.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void
test_system_world (void)
{
  HsWorld *place = hs_test_world_new ();
  g_autofree char *dir = hs_world_data_path (place, "new/data");
  g_autofree char *share = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HsWorld) world = NULL;
  GStatBuf info;

  g_assert_true (g_setenv ("HOSO_DATA_DIR", dir, TRUE));
  g_assert_true (g_setenv ("HOSO_SECRETS", "none", TRUE));
  world = hs_world_new_system (&error);
  g_assert_no_error (error);
  g_assert_cmpstr (world->data_dir, ==, dir);
  g_assert_null (world->secrets);
  g_assert_cmpint (g_stat (dir, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0700);
  share = hs_world_share_path (world, "catalog/holidays.json");
  g_assert_true (g_str_has_suffix (share, "/catalog/holidays.json"));
  g_clear_pointer (&world, hs_world_unref);

  /* A folder left open by someone else is closed. */
  g_assert_cmpint (g_chmod (dir, 0755), ==, 0);
  world = hs_world_new_system (&error);
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (dir, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0700);
  g_clear_pointer (&world, hs_world_unref);

  g_assert_true (g_setenv ("HOSO_DATA_DIR", "/proc/no/such/place", TRUE));
  g_assert_null (hs_world_new_system (&error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  /* as it is without HOME: wherever the program was started is no place for a person's papers */
  g_assert_true (g_setenv ("HOSO_DATA_DIR", ".local/share/hoso", TRUE));
  g_assert_null (hs_world_new_system (&error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_FILENAME);
  g_assert_false (g_file_test (".local/share/hoso", G_FILE_TEST_EXISTS));
  g_unsetenv ("HOSO_DATA_DIR");
  hs_test_world_free (place);
}

/* libsecret's file back-end stands in for the Secret Service; it needs no bus. */
static void
use_secrets (HsWorld *place)
{
  g_autofree char *ring = hs_world_data_path (place, "ring");
  g_autoptr (GError) error = NULL;
  g_autoptr (HsWorld) world = NULL;
  g_autofree char *found = NULL;

  g_assert_true (g_setenv ("SECRET_BACKEND", "file", TRUE));
  g_assert_true (g_setenv ("SECRET_FILE_TEST_PATH", ring, TRUE));
  g_assert_true (g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE));
  g_assert_true (g_setenv ("HOSO_DATA_DIR", place->data_dir, TRUE));
  g_unsetenv ("HOSO_SECRETS");
  world = hs_world_new_system (&error);
  g_assert_no_error (error);
  g_assert_nonnull (world->secrets);
  g_assert_null (world->secrets->lookup (world->secrets_data, "name", &error));
  g_assert_no_error (error);
  g_assert_true (world->secrets->store (world->secrets_data, "name", "bí mật", &error));
  found = world->secrets->lookup (world->secrets_data, "name", &error);
  g_assert_cmpstr (found, ==, "bí mật");
  g_assert_true (world->secrets->clear (world->secrets_data, "name", &error));
  g_assert_true (world->secrets->clear (world->secrets_data, "name", &error));
  g_assert_no_error (error);
  g_assert_null (world->secrets->lookup (world->secrets_data, "name", &error));
  g_assert_no_error (error);
}

/* In a child that ends without the leak check: libsecret 0.20 itself loses a string. */
static void
test_secrets (void)
{
  HsWorld *place = hs_test_world_new ();
  pid_t child = fork ();
  int status;

  if (child == 0)
    {
      use_secrets (place);
      _exit (0);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
  hs_test_world_free (place);
}

static void
test_chance (void)
{
  HsWorld *world = hs_test_world_new ();
  guint counts[3] = { 0 };

  for (int i = 0; i < 3000; i++)
    counts[hs_world_random_below (world, 3)]++;
  for (gsize i = 0; i < 3; i++)
    g_assert_cmpuint (counts[i], >, 800);
  g_assert_cmpuint (hs_world_random_below (world, 0), ==, 0);
  g_assert_cmpuint (hs_world_random_below (world, 1), ==, 0);
  for (int i = 0; i < 100; i++)
    {
      g_autofree char *uuid = hs_world_uuid (world);

      g_assert_true (g_uuid_string_is_valid (uuid));
      g_assert_true (uuid[14] == '4' && strchr ("89ab", uuid[19]) != NULL);
    }
  hs_test_world_free (world);
}

static void
test_clock_is_the_tests (void)
{
  HsWorld *world = hs_test_world_new ();
  gint64 before = hs_world_monotonic_us (world);

  g_assert_cmpint (hs_world_now_us (world), ==, HS_TEST_NOW_US);
  hs_test_world_advance (world, 5);
  g_assert_cmpint (hs_world_now_us (world), ==, HS_TEST_NOW_US + 5);
  g_assert_cmpint (hs_world_monotonic_us (world), ==, before + 5);
  hs_test_world_free (world);
}

static void
test_save_and_load (void)
{
  HsWorld *world = hs_test_world_new ();
  g_autofree char *path = hs_world_data_path (world, "f");
  g_autoptr (GBytes) first = g_bytes_new_static ("first", 5);
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) back = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf info;

  g_assert_true (hs_file_save (path, first, 0600, &error));
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  back = hs_file_load (path, 5, &error);
  g_assert_true (g_bytes_equal (back, first));
  g_assert_null (hs_file_load (path, 4, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
  g_clear_error (&error);
  g_assert_true (hs_file_save (path, empty, 0600, &error));
  g_clear_pointer (&back, g_bytes_unref);
  back = hs_file_load (path, 0, &error);
  g_assert_cmpuint (g_bytes_get_size (back), ==, 0);
  g_assert_null (hs_file_load ("/no/such/file", 0, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (hs_file_save ("/no/such/file", empty, 0600, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  hs_test_world_free (world);
}

static void
assert_only_old_file (HsWorld *world, const char *path)
{
  g_autoptr (GBytes) back = hs_file_load (path, 0, NULL);
  g_autoptr (GDir) dir = g_dir_open (world->data_dir, 0, NULL);

  g_assert_cmpmem (g_bytes_get_data (back, NULL), g_bytes_get_size (back), "old", 3);
  g_assert_cmpstr (g_dir_read_name (dir), ==, "f");
  g_assert_null (g_dir_read_name (dir));
}

static void
test_save_without_room (void)
{
  HsWorld *world = hs_test_world_new ();
  g_autofree char *path = hs_world_data_path (world, "f");
  g_autofree char *data = g_malloc0 (200000);
  g_autoptr (GBytes) old = g_bytes_new_static ("old", 3);
  g_autoptr (GBytes) large = g_bytes_new (data, 200000);
  g_autoptr (GError) error = NULL;

  if (hs_test_mount_small (world->data_dir, 65536))
    {
      g_assert_true (hs_file_save (path, old, 0600, NULL));
      g_assert_false (hs_file_save (path, large, 0600, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
      g_clear_error (&error);
      assert_only_old_file (world, path);
      g_assert_true (hs_test_remount (world->data_dir, TRUE, 65536));
      g_assert_false (hs_file_save (path, old, 0600, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_READ_ONLY);
      assert_only_old_file (world, path);
      hs_test_unmount (world->data_dir);
    }
  hs_test_world_free (world);
}

static void
test_lock (void)
{
  HsWorld *world = hs_test_world_new ();
  g_autofree char *path = hs_world_data_path (world, "lock");
  g_autoptr (HsFileLock) lock = hs_file_lock_take (path, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (lock);
  g_assert_null (hs_file_lock_take (path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_clear_pointer (&lock, hs_file_lock_release);
  lock = hs_file_lock_take (path, NULL);
  g_assert_nonnull (lock);
  hs_test_world_free (world);
}

/* --- worker --- */

typedef struct
{
  GMutex gate;    /* held by the test while the first job must not end */
  GString *order; /* (owned) digits of jobs in the order they ran */
  guint ended;    /* tasks that came back */
} Jobs;

static void
append_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Jobs *jobs = g_object_get_data (G_OBJECT (task), "jobs");

  g_mutex_lock (&jobs->gate);
  g_string_append_c (jobs->order, '0' + GPOINTER_TO_INT (data));
  g_mutex_unlock (&jobs->gate);
  g_task_return_boolean (task, TRUE);
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Jobs *jobs = data;
  g_autoptr (GError) error = NULL;
  gboolean cancelled = g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result)));

  g_task_propagate_boolean (G_TASK (result), &error);
  if (cancelled)
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  else
    g_assert_no_error (error);
  jobs->ended++;
}

static gboolean
all_ended (gpointer data)
{
  Jobs *jobs = data;

  return jobs->ended == 9;
}

static void
test_worker_keeps_order (void)
{
  HsWorker *worker = hs_worker_new ("test");
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  Jobs jobs = { .order = g_string_new (NULL) };

  g_mutex_init (&jobs.gate);
  g_mutex_lock (&jobs.gate);
  for (int i = 1; i <= 9; i++)
    {
      g_autoptr (GTask) task = g_task_new (NULL, i == 5 ? cancelled : NULL, ended_cb, &jobs);

      g_task_set_task_data (task, GINT_TO_POINTER (i), NULL);
      g_object_set_data (G_OBJECT (task), "jobs", &jobs);
      hs_worker_run (worker, task, append_in_thread);
    }
  g_cancellable_cancel (cancelled);
  g_mutex_unlock (&jobs.gate);
  hs_test_wait (all_ended, &jobs);
  g_assert_cmpstr (jobs.order->str, ==, "12346789");
  g_assert_finalize_object (worker);
  g_string_free (jobs.order, TRUE);
  g_mutex_clear (&jobs.gate);
}

static void
test_worker_shut_down (void)
{
  HsWorker *worker = hs_worker_new ("test");
  Jobs jobs = { .order = g_string_new (NULL) };
  GAsyncResult *late = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GTask) task = g_task_new (NULL, NULL, hs_test_result_cb, &late);
  g_autoptr (GError) error = NULL;

  g_mutex_init (&jobs.gate);
  for (int i = 1; i <= 9; i++)
    {
      g_autoptr (GTask) queued = g_task_new (NULL, NULL, ended_cb, &jobs);

      g_task_set_task_data (queued, GINT_TO_POINTER (i), NULL);
      g_object_set_data (G_OBJECT (queued), "jobs", &jobs);
      hs_worker_run (worker, queued, append_in_thread);
    }
  hs_worker_shut_down (worker);
  g_assert_cmpstr (jobs.order->str, ==, "123456789");
  hs_worker_run (worker, task, append_in_thread);
  result = hs_test_await (&late);
  g_assert_false (g_task_propagate_boolean (G_TASK (result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  hs_worker_shut_down (worker);
  hs_test_wait (all_ended, &jobs);
  g_assert_finalize_object (worker);
  g_string_free (jobs.order, TRUE);
  g_mutex_clear (&jobs.gate);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/world/system", test_system_world);
  g_test_add_func ("/world/secrets", test_secrets);
  g_test_add_func ("/world/chance", test_chance);
  g_test_add_func ("/world/clock-is-the-tests", test_clock_is_the_tests);
  g_test_add_func ("/file/save-and-load", test_save_and_load);
  g_test_add_func ("/file/save-without-room", test_save_without_room);
  g_test_add_func ("/file/lock", test_lock);
  g_test_add_func ("/worker/keeps-order", test_worker_keeps_order);
  g_test_add_func ("/worker/shut-down", test_worker_shut_down);
  return g_test_run ();
}
