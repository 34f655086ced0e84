/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hs-demo-http.h"

G_BEGIN_DECLS

/* Appends with every %s escaped (g_markup_printf_escaped). */
void hs_demo_html (GString *page, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* Answers with a whole page around `body` (taken). No script, no foreign source. */
void hs_demo_reply_page (HsDemoRequest *request, guint status, const char *title, GString *body);
/* The hidden field every form needs; and its check, which answers 403 by itself. */
void hs_demo_html_csrf (GString *page, HsDemo *demo);
gboolean hs_demo_check_csrf (HsDemoRequest *request, GHashTable *form);

G_END_DECLS
