/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a thread that waits in a main context of its own hears that it is to stop, and such a wait. */
#define G_LOG_DOMAIN "hoso"

#include "portal/hs-wake.h"

static void
wake_cb (GCancellable *cancellable, gpointer data)
{
  g_main_context_wakeup (data);
}

gulong
hs_wake_connect (GCancellable *cancellable, GMainContext *context)
{
  return cancellable != NULL
           ? g_cancellable_connect (cancellable, G_CALLBACK (wake_cb), context, NULL)
           : 0;
}

void
hs_wake_disconnect (GCancellable *cancellable, gulong handler)
{
  if (cancellable != NULL)
    g_cancellable_disconnect (cancellable, handler);
}

static gboolean
set_over_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

void
hs_wake_wait_in_real_time (gpointer data, gint64 us, GCancellable *cancellable)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GSource) timer = g_timeout_source_new (MAX (us, 0) / 1000);
  gulong handler = hs_wake_connect (cancellable, context);
  gboolean over = FALSE;

  g_source_set_callback (timer, set_over_cb, &over, NULL);
  g_source_attach (timer, context);
  while (!over && !g_cancellable_is_cancelled (cancellable))
    g_main_context_iteration (context, TRUE);
  hs_wake_disconnect (cancellable, handler);
  g_source_destroy (timer);
}
