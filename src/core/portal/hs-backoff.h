/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hs-world.h"

G_BEGIN_DECLS

/* Full jitter: microseconds to wait before try number `attempt` (0 first). retry_after in seconds, 0 when
 * the server said nothing: U(0, min(1 h, 5 s * 2^attempt)); else r + U(0, r), at most 24 h. */
gint64 hs_backoff_delay_us (HsWorld *world, guint attempt, guint retry_after);

G_END_DECLS
