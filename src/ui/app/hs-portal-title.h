/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What to call the portal at this address, for people: "Trial portal on this computer (127.0.0.1:45539)",
 * "dichvucong.example.vn". NULL or not an address: as it is, or "". Ownership: (transfer full). No GTK.
 * Thread: any. */
char *hs_portal_title (const char *url) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
