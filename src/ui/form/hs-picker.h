/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A button that shows what is chosen and opens a list, searched while typing. What the list holds, its owner
 * says. The list is made when it is first opened.
 *
 * Signals: "search" (const char *text): fill the list by hs_picker_add(); at opening too, with "".
 * "chosen" (const char *code): a line was chosen; close with hs_picker_close(), or show other lines with
 * hs_picker_search_again(). "opened": it is about to be shown. "back": the button beside the heading. */
#define HS_TYPE_PICKER (hs_picker_get_type ())
G_DECLARE_FINAL_TYPE (HsPicker, hs_picker, HS, PICKER, AdwBin)

GtkWidget *hs_picker_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* What is chosen (nullable: nothing yet) of what question: the button shows it and says both. */
void hs_picker_set_chosen (HsPicker *self, const char *question, const char *text);
/* What has the focus, and tells that the answer is wrong. */
GtkWidget *hs_picker_get_button (HsPicker *self);
/* Inside "search": one more line. */
void hs_picker_add (HsPicker *self, const char *code, const char *label);
/* What stands where the list has nothing; default: nothing was found. */
void hs_picker_set_nothing (HsPicker *self, const char *text);
/* What the lines are a part of, with a way back; NULL: none. */
void hs_picker_set_heading (HsPicker *self, const char *text, const char *back);
/* Inside "opened" the first time: something under the list. */
void hs_picker_set_footer (HsPicker *self, GtkWidget *footer);
/* Empties the entry and searches for "". */
void hs_picker_search_again (HsPicker *self);
void hs_picker_close (HsPicker *self);

G_END_DECLS
