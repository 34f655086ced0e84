/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long to wait before the next try: "full jitter", so that many clients cut off at the same moment do not
 * come back at the same moment. */
#define G_LOG_DOMAIN "hoso"

#include "portal/hs-backoff.h"

#define BASE_US (G_GINT64_CONSTANT (5) * G_USEC_PER_SEC)
#define CAP_US (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)
#define RETRY_AFTER_CAP_US (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)
#define DOUBLINGS 10 /* 5 s * 2^10 is already more than the hour */

gint64
hs_backoff_delay_us (HsWorld *world, guint attempt, guint retry_after)
{
  gint64 asked = MIN ((gint64) retry_after * G_USEC_PER_SEC, RETRY_AFTER_CAP_US);
  gint64 most = MIN (BASE_US << MIN (attempt, DOUBLINGS), CAP_US);

  g_return_val_if_fail (world != NULL, CAP_US);
  if (asked > 0)
    return MIN (asked + (gint64) hs_world_random_below (world, asked + 1), RETRY_AFTER_CAP_US);
  return hs_world_random_below (world, most + 1);
}
