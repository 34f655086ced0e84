/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What display tests share: a window on a world of its own. */
#include "hs-display-test.h"

#include "app/hs-app-places.h"
#include "hs-test.h"

gboolean
display_test_init (int *argc, char ***argv)
{
  g_setenv ("HOSO_LANGUAGE", "en", TRUE); /* msgids: the tests do not depend on translations */
  hs_app_places_set_language (NULL);
  g_test_init (argc, argv, NULL);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP no display\n");
      return FALSE;
    }
  adw_init ();
  return TRUE;
}

/* One for the whole program: two cannot be on one bus. */
static AdwApplication *
get_application (void)
{
  static AdwApplication *application = NULL;
  g_autoptr (GError) error = NULL;

  if (application != NULL)
    return application;
  application =
    g_object_new (ADW_TYPE_APPLICATION, "application-id", HS_APP_ID, "resource-base-path",
                  "/io/github/hosoapp/HoSo", "flags", G_APPLICATION_NON_UNIQUE, NULL);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  return application;
}

void
display_test_up (DisplayTest *test, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HsStore) store = NULL;
  g_autoptr (HsCatalogue) catalogue = NULL;
  g_autoptr (HsUnits) units = NULL;

  test->world = hs_test_world_new ();
  test->settings = hs_app_places_open_settings (&error);
  g_assert_no_error (error);
  g_settings_set_boolean (test->settings, "first-run", FALSE);
  store = hs_store_open (test->world, &error);
  g_assert_no_error (error);
  catalogue = hs_catalogue_open (test->world, &error);
  g_assert_no_error (error);
  units = hs_units_load (test->world, &error);
  g_assert_no_error (error);
  test->book = hs_case_book_open (store, catalogue, units, NULL, &error);
  g_assert_no_error (error);
  test->context = hs_app_context_new_opened (test->settings, test->book);
  test->application = get_application ();
  test->window = hs_window_new (GTK_APPLICATION (test->application), test->context);
  gtk_window_present (GTK_WINDOW (test->window));
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

/* Closing writes everything first, so it takes turns of the main loop. */
void
display_test_down (DisplayTest *test, gconstpointer data)
{
  gpointer window = test->window;

  g_object_add_weak_pointer (G_OBJECT (window), &window);
  gtk_window_close (GTK_WINDOW (window));
  display_test_wait (is_gone, &window);
  g_assert_finalize_object (test->context);
  g_assert_finalize_object (test->book);
  g_clear_object (&test->settings);
  hs_test_world_free (test->world);
}

void
display_test_wait (gboolean (*done) (gpointer data), gpointer data)
{
  hs_test_wait (done, data);
}

typedef struct
{
  DisplayTest *test;
  GType type;
} PageWait;

static gboolean
has_page (gpointer data)
{
  PageWait *wait = data;

  return G_TYPE_CHECK_INSTANCE_TYPE (hs_window_get_page (wait->test->window), wait->type);
}

HsPage *
display_test_wait_page (DisplayTest *test, GType type)
{
  PageWait wait = { test, type };

  hs_test_wait (has_page, &wait);
  return hs_window_get_page (test->window);
}

GtkWidget *
display_test_find (GtkWidget *root, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = display_test_find (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}
