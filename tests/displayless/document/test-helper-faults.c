/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A helper that dies, hangs or lies is an error one can read; a cancelled question harms nothing. */
#define G_LOG_DOMAIN "hoso"

#include "samples.h"

#include "document/hs-document-private.h"
#include "document/hs-render-client.h"
#include "fake-helper.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

static void
assert_gone (GError *error)
{
  g_assert_error (error, HS_DOCUMENT_ERROR, HS_DOCUMENT_ERROR_HELPER);
  g_test_message ("%s", error->message);
}

static void
test_killed_before (void)
{
  HsWorld *world = hs_test_world_new ();
  g_autoptr (GBytes) bytes = sample_load ("three-pages.pdf");
  g_autoptr (GError) error = NULL;
  HsDocument *document = sample_open (world, bytes, NULL, &error);

  g_assert_no_error (error);
  kill (hs_document_get_helper_pid (document), SIGKILL);
  /* with its wall the helper dies, a moment later; from then on each question says the same */
  for (guint n = 0; n < 3;)
    {
      g_autoptr (GError) gone = NULL;
      g_autoptr (HsPixels) pixels = sample_render (document, 0, 100, &gone);

      if (pixels != NULL)
        {
          g_assert_cmpuint (n, ==, 0);
          continue;
        }
      assert_gone (gone);
      g_assert_nonnull (strstr (gone->message, "signal 9"));
      n++;
    }
  g_assert_null (sample_text (document, 0, &error));
  assert_gone (error);
  g_assert_cmpuint (hs_document_get_n_pages (document), ==, 3);
  sample_close (document);
  hs_test_world_free (world);
}

static gboolean
kill_cb (gpointer data)
{
  kill (hs_document_get_helper_pid (data), SIGKILL);
  return G_SOURCE_REMOVE;
}

static void
test_killed_during (void)
{
  HsWorld *world = hs_test_world_new ();
  g_autoptr (GBytes) bytes = sample_load ("one-page.pdf");
  g_autoptr (GError) error = NULL;
  HsDocument *document;

  sample_use_helper (world, "fake-hang");
  document = sample_open (world, bytes, NULL, &error);
  g_assert_no_error (error);
  g_timeout_add (20, kill_cb, document);
  g_assert_null (sample_render (document, 0, 100, &error));
  assert_gone (error);
  sample_close (document);
  hs_test_world_free (world);
}

static void
test_watch_dog (void)
{
  g_autofree char *helper = g_build_filename (g_getenv ("HOSO_BUILD_DIR"), "tests", "displayless",
                                              "document", "fake-hang", NULL);
  g_autoptr (GError) error = NULL;
  HsRenderClient *client = hs_render_client_new (helper, HS_RENDER_SANDBOX_ANY, NULL, &error);
  HsRenderMessage request = { .kind = HS_RENDER_RENDER, .args = { 0, 10 } };
  HsRenderMessage reply;
  gint64 begin = g_get_monotonic_time ();
  int fd;

  g_assert_no_error (error);
  hs_render_client_set_timeout (client, 50000);
  g_assert_false (
    hs_render_client_call (client, &request, -1, &reply, &fd, G_USEC_PER_SEC, NULL, &error));
  assert_gone (error);
  g_assert_nonnull (strstr (error->message, "in time"));
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 10 * G_USEC_PER_SEC);
  g_assert_cmpint (hs_render_client_get_pid (client), ==, 0);
  hs_render_client_free (client);
}

static void
test_lies (void)
{
  HsWorld *world = hs_test_world_new ();
  g_autoptr (GBytes) bytes = sample_load ("one-page.pdf");

  sample_use_helper (world, "fake-liar");
  for (guint lie = FAKE_LIE_NONE; lie <= FAKE_LIE_PIPE; lie++)
    {
      g_autoptr (GError) error = NULL;
      HsDocument *document = sample_open (world, bytes, NULL, &error);
      HsPixels *pixels;

      g_assert_no_error (error);
      pixels = sample_render (document, 0, lie, &error);
      g_test_message ("lie %u", lie);
      if (lie == FAKE_LIE_NONE)
        {
          g_assert_no_error (error);
          g_assert_cmphex (sample_pixel (pixels, 5, 5), ==, 0xffffff);
        }
      else
        {
          g_assert_null (pixels);
          assert_gone (error);
          /* a liar is not asked again */
          g_assert_cmpint (hs_document_get_helper_pid (document), ==, 0);
        }
      hs_pixels_free (pixels);
      sample_close (document);
    }
  hs_test_world_free (world);
}

static gboolean
cancel_cb (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static void
cancel_after (HsDocument *document, guint ms)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hs_document_render_async (document, 0, FAKE_LIE_NONE, cancellable, hs_test_result_cb, &waiting);
  if (ms == 0)
    g_cancellable_cancel (cancellable);
  else
    g_timeout_add (ms, cancel_cb, cancellable);
  result = hs_test_await (&waiting);
  g_assert_null (hs_document_render_finish (document, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_cancel (void)
{
  HsWorld *world = hs_test_world_new ();
  g_autoptr (GBytes) bytes = sample_load ("one-page.pdf");
  g_autoptr (GError) error = NULL;
  g_autoptr (HsPixels) pixels = NULL;
  HsDocument *document;
  gint64 begin;

  sample_use_helper (world, "fake-slow");
  document = sample_open (world, bytes, NULL, &error);
  g_assert_no_error (error);
  begin = g_get_monotonic_time ();
  cancel_after (document, 0);
  cancel_after (document, 20);
  cancel_after (document, 20);
  /* nobody waited for the slow answers */
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 190000);
  pixels = sample_render (document, 0, FAKE_LIE_NONE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (pixels->width, ==, FAKE_LIE_NONE);
  sample_close (document);
  hs_test_world_free (world);
}

static void
test_cancel_open_and_prepare (void)
{
  HsWorld *world = hs_test_world_new ();
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GBytes) bytes = sample_load ("one-page.pdf");
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) prepared = NULL;
  g_autoptr (GError) open_error = NULL;
  g_autoptr (GError) prepare_error = NULL;

  g_cancellable_cancel (cancelled);
  hs_document_open_async (world, bytes, NULL, cancelled, hs_test_result_cb, &waiting);
  opened = hs_test_await (&waiting);
  g_assert_null (hs_document_open_finish (opened, &open_error));
  g_assert_error (open_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  waiting = NULL;
  hs_prepare_async (world, bytes, 0, NULL, cancelled, hs_test_result_cb, &waiting);
  prepared = hs_test_await (&waiting);
  g_assert_null (hs_prepare_finish (prepared, &prepare_error));
  g_assert_error (prepare_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  hs_test_world_free (world);
}

static gpointer
cancel_in_thread (gpointer data)
{
  g_usleep (GPOINTER_TO_UINT (g_object_get_data (data, "after-us")));
  g_cancellable_cancel (data);
  return NULL;
}

/* Processes without a parent of their own that hold our helper: what a start that was broken off
 * must not leave behind. */
static guint
count_orphans (const char *helper)
{
  g_autoptr (GDir) proc = g_dir_open ("/proc", 0, NULL);
  const char *name;
  guint n = 0;

  while (proc != NULL && (name = g_dir_read_name (proc)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc", name, "cmdline", NULL);
      g_autofree char *data = NULL;
      gsize length;

      if (g_ascii_isdigit (name[0]) && g_file_get_contents (path, &data, &length, NULL))
        n += memmem (data, length, helper, strlen (helper)) != NULL;
    }
  return n;
}

static void
test_cancel_while_starting (void)
{
  HsWorld *world = hs_test_world_new ();
  g_autoptr (GBytes) bytes = sample_load ("one-page.pdf");
  g_autofree char *helper = NULL;
  gint64 until;

  sample_use_helper (world, "fake-slow");
  helper = hs_render_client_helper (world);
  for (guint us = 0; us < 12000; us += 200)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      HsPrepared *prepared;
      GThread *thread;

      g_object_set_data (G_OBJECT (cancellable), "after-us", GUINT_TO_POINTER (us));
      thread = g_thread_new ("cancel", cancel_in_thread, cancellable);
      prepared = hs_prepare (world, bytes, 0, NULL, cancellable, &error);
      g_assert_null (prepared); /* this helper never prepares anything */
      g_thread_join (thread);
    }
  until = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;
  while (count_orphans (helper) > 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_thread_yield ();
    }
  hs_test_world_free (world);
}

/* Dropping a document with questions on the way: they end, then the process does. */
static void
test_drop (void)
{
  HsWorld *world = hs_test_world_new ();
  g_autoptr (GBytes) bytes = sample_load ("three-pages.pdf");
  g_autoptr (GError) error = NULL;
  HsDocument *document = sample_open (world, bytes, NULL, &error);
  GAsyncResult *waiting = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (HsPixels) pixels = NULL;
  GWeakRef weak;
  pid_t pid;

  g_assert_no_error (error);
  pid = hs_document_get_helper_pid (document);
  hs_document_render_async (document, 0, 2000, NULL, hs_test_result_cb, &waiting);
  g_weak_ref_init (&weak, document);
  g_object_unref (document);
  result = hs_test_await (&waiting);
  pixels = hs_document_render_finish (document, result, &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  sample_wait_gone (&weak);
  /* it was killed and waited for */
  g_assert_cmpint (kill (pid, 0), ==, -1);
  g_assert_cmpint (errno, ==, ESRCH);
  hs_test_world_free (world);
}

static gpointer
open_in_thread (gpointer data)
{
  g_autoptr (GBytes) bytes = sample_load ("three-pages.pdf");
  g_autoptr (GError) error = NULL;
  HsDocument *document = hs_document_open (data, bytes, NULL, NULL, &error);

  g_assert_no_error (error);
  return document;
}

/* The helper lives as long as the document, not as the thread that opened it. */
static void
test_outlives_opening_thread (void)
{
  HsWorld *world = hs_test_world_new ();
  GThread *thread = g_thread_new ("opener", open_in_thread, world);
  HsDocument *document = g_thread_join (thread);
  g_autoptr (GError) error = NULL;
  g_autoptr (HsPixels) pixels = sample_render (document, 2, 50, &error);

  g_assert_no_error (error);
  sample_close (document);
  hs_test_world_free (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document/faults/killed-before", test_killed_before);
  g_test_add_func ("/document/faults/killed-during", test_killed_during);
  g_test_add_func ("/document/faults/watch-dog", test_watch_dog);
  g_test_add_func ("/document/faults/lies", test_lies);
  g_test_add_func ("/document/faults/cancel", test_cancel);
  g_test_add_func ("/document/faults/cancel-open-and-prepare", test_cancel_open_and_prepare);
  g_test_add_func ("/document/faults/cancel-while-starting", test_cancel_while_starting);
  g_test_add_func ("/document/faults/drop", test_drop);
  g_test_add_func ("/document/faults/outlives-opening-thread", test_outlives_opening_thread);
  return g_test_run ();
}
