/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a thread that waits in a main context of its own hears that it is to stop. */
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
