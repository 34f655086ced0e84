/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/hs-field-row.h"
#include "form/hs-form-page.h"
#include "hs-display-test.h"

G_BEGIN_DECLS

/* A form page in a window of its own, on the fixture with every kind of question (moi-loai). */
typedef struct
{
  HsWorld *world;  /* owned */
  HsUnits *units;  /* owned */
  HsForm *form;    /* owned */
  GtkWidget *page; /* (unowned) HsFormPage */
  GtkWidget *window;
} FormDisplay;

void form_display_up (FormDisplay *test, gconstpointer package);
void form_display_down (FormDisplay *test, gconstpointer package);
/* Lets the page lay itself out and draw. */
void form_display_settle (FormDisplay *test);
/* The row of a field that is in sight; fails where there is none. */
HsFieldRow *form_display_row (FormDisplay *test, const char *pointer);
/* (nullable) the same, or NULL. */
HsFieldRow *form_display_find_row (FormDisplay *test, const char *pointer);
/* Puts the focus into the field, and types the text into its entry or text view, after what is there. */
void form_display_type (FormDisplay *test, const char *pointer, const char *text);
/* Moves the focus out of any field. */
void form_display_leave (FormDisplay *test);
/* All the text of labels in sight below widget, one a line: (transfer full). */
char *form_display_text (GtkWidget *widget);
gboolean form_display_shows (GtkWidget *widget, const char *text);
/* The button whose accessible name or label is that, in sight: (transfer none); fails where there is none. */
GtkWidget *form_display_button (GtkWidget *root, const char *name);
void form_display_press (FormDisplay *test, const char *name);
/* How many widgets of a type are below root. */
guint form_display_count (GtkWidget *root, GType type);

G_END_DECLS
