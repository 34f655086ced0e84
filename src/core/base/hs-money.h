/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Đồng, whole. "1250000", "1.250.000", "1 250 000 đ", "1,250,000đ". */
gboolean hs_money_parse (const char *text, gint64 *dong, GError **error);
char *hs_money_to_text (gint64 dong); /* "1.250.000 đ" */
/* "một triệu hai trăm năm mươi nghìn"; used for money, numbers and years. */
char *hs_number_to_words (gint64 number);

G_END_DECLS
