/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/hs-app-context.h"
#include "app/hs-window.h"

G_BEGIN_DECLS

/* An application with one window on a test world, for the tests of pages. */
typedef struct
{
  HsWorld *world;              /* owned */
  GSettings *settings;         /* owned */
  HsCaseBook *book;            /* owned */
  HsAppContext *context;       /* owned */
  AdwApplication *application; /* (unowned) shared by all tests */
  HsWindow *window;            /* (unowned) until display_test_down() */
} DisplayTest;

/* Calls gtk_init through g_test; FALSE (and a skip) when there is no display. */
gboolean display_test_init (int *argc, char ***argv);
void display_test_up (DisplayTest *test, gconstpointer data);
void display_test_down (DisplayTest *test, gconstpointer data);
/* Waits until the page shown is of the type. */
HsPage *display_test_wait_page (DisplayTest *test, GType type);
/* Waits until done (bounded), iterating the main loop. */
void display_test_wait (gboolean (*done) (gpointer data), gpointer data);
/* First descendant of a type: (transfer none) (nullable). */
GtkWidget *display_test_find (GtkWidget *root, GType type);

G_END_DECLS
