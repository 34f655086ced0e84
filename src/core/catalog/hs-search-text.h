/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One word as it is compared: "kí" and "ký" are one word; other words stay. (transfer full) */
char *hs_search_word (const char *folded_word) G_GNUC_WARN_UNUSED_RESULT;
/* hs_text_fold() with every word through hs_search_word(). */
char *hs_search_fold (const char *text) G_GNUC_WARN_UNUSED_RESULT;
/* Words with their marks, whatever the key order they were typed in: letters with hat, breve and
 * horn stay, the tone goes to the end of the word as a capital letter of Telex (F S R X J), so
 * that "hòa" and "hoà" are one word: "hoaF". */
char *hs_search_marks (const char *text) G_GNUC_WARN_UNUSED_RESULT;
/* Everyday title of a legal name: without "Thủ tục", no final stop, no shouting in capitals. */
char *hs_search_title (const char *legal_name) G_GNUC_WARN_UNUSED_RESULT;

/* TRUE for a procedure's code as published: "1.001193", "1.001193.000.00.00.H50", and the few
 * misshapen ones of the national list ("1.0133611", "1.014955-Xoa"). */
gboolean hs_procedure_code_is_valid (const char *code);

G_END_DECLS
