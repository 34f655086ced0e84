/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Going about in the window: search, sections, history, dossiers, names for the screen reader. */
#include "hs-display-test.h"

#include "catalog/hs-catalogue-page.h"
#include "home/hs-dossiers-page.h"
#include "home/hs-help-page.h"
#include "home/hs-home-page.h"
#include "procedure/hs-procedure-page.h"
#include "settings/hs-settings-window.h"

#define BIRTH "1.001193"

static gboolean
has_results (gpointer data)
{
  HsCataloguePage *page = data;

  return hs_catalogue_page_is_idle (page) &&
         g_list_model_get_n_items (hs_catalogue_page_get_results (page)) > 0;
}

static gboolean
is_idle (gpointer data)
{
  return hs_catalogue_page_is_idle (data);
}

/* Given the home page, when the citizen types without marks, then the procedure is first; Enter and Enter
 * again open it; back and back lead home. */
static void
test_search (DisplayTest *test, gconstpointer data)
{
  GtkWidget *entry = display_test_find (GTK_WIDGET (test->window), GTK_TYPE_SEARCH_ENTRY);
  HsCataloguePage *page;
  g_autoptr (HsProcedure) first = NULL;

  display_test_wait_page (test, HS_TYPE_HOME_PAGE);
  gtk_widget_activate_action (GTK_WIDGET (test->window), "win.search", NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), "dang ky khai sinh");
  page = HS_CATALOGUE_PAGE (display_test_wait_page (test, HS_TYPE_CATALOGUE_PAGE));
  display_test_wait (has_results, page);
  first = g_list_model_get_item (hs_catalogue_page_get_results (page), 0);
  g_assert_cmpstr (hs_procedure_get_code (first), ==, BIRTH);
  /* typing goes on in the entry */
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (test->window)), entry));
  hs_window_navigate (test->window, "show-procedure", g_variant_new_string (BIRTH));
  g_assert_true (HS_IS_PROCEDURE_PAGE (hs_window_get_page (test->window)));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "");
  gtk_widget_activate_action (GTK_WIDGET (test->window), "win.back", NULL);
  g_assert_true (hs_window_get_page (test->window) == HS_PAGE (page));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "dang ky khai sinh");
  gtk_widget_activate_action (GTK_WIDGET (test->window), "win.back", NULL);
  g_assert_true (HS_IS_HOME_PAGE (hs_window_get_page (test->window)));
}

/* Given no match, then the page says so and the list is empty; another text finds again. */
static void
test_nothing_found (DisplayTest *test, gconstpointer data)
{
  HsCataloguePage *page;

  hs_window_navigate (test->window, "show-catalogue", g_variant_new_string ("zzzz qqqq"));
  page = HS_CATALOGUE_PAGE (hs_window_get_page (test->window));
  display_test_wait (is_idle, page);
  g_assert_cmpuint (g_list_model_get_n_items (hs_catalogue_page_get_results (page)), ==, 0);
  hs_window_navigate (test->window, "show-catalogue", g_variant_new_string ("ket hon"));
  g_assert_true (hs_window_get_page (test->window) == HS_PAGE (page));
  display_test_wait (has_results, page);
}

/* A life event lists its procedures and leaves the search box empty. */
static void
test_life_event (DisplayTest *test, gconstpointer data)
{
  g_autoptr (GPtrArray) events =
    hs_catalogue_list_life_events (hs_app_context_get_catalogue (test->context), NULL);
  const HsLifeEvent *event = g_ptr_array_index (events, 0);
  g_autofree char *target = g_strconcat ("life-event:", event->id, NULL);
  HsCataloguePage *page;

  hs_window_navigate (test->window, "show-catalogue", g_variant_new_string (target));
  page = HS_CATALOGUE_PAGE (hs_window_get_page (test->window));
  display_test_wait (has_results, page);
  g_assert_cmpstr (hs_catalogue_page_get_text (page), ==, "");
}

/* Sections start from home again, the same target is not opened twice, F1 opens help. */
static void
test_history (DisplayTest *test, gconstpointer data)
{
  HsPage *procedure;

  hs_window_navigate (test->window, "show-procedure", g_variant_new_string (BIRTH));
  procedure = hs_window_get_page (test->window);
  hs_window_navigate (test->window, "show-help", NULL);
  g_assert_true (HS_IS_HELP_PAGE (hs_window_get_page (test->window)));
  hs_window_navigate (test->window, "show-procedure", g_variant_new_string (BIRTH));
  g_assert_true (hs_window_get_page (test->window) == procedure);
  hs_window_navigate (test->window, "show-dossiers", NULL);
  g_assert_true (HS_IS_DOSSIERS_PAGE (hs_window_get_page (test->window)));
  gtk_widget_activate_action (GTK_WIDGET (test->window), "win.back", NULL);
  g_assert_true (HS_IS_HOME_PAGE (hs_window_get_page (test->window)));
}

/* What is not there changes nothing. */
static void
test_unknown_procedure (DisplayTest *test, gconstpointer data)
{
  HsPage *home = hs_window_get_page (test->window);

  hs_window_navigate (test->window, "show-procedure", g_variant_new_string ("9.999999"));
  g_assert_true (hs_window_get_page (test->window) == home);
}

/* Every control that takes the focus and has no text of its own has a name. */
static void
check_names (GtkWidget *widget)
{
  gboolean nameless = FALSE;

  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_BUTTON (widget))
    nameless = gtk_button_get_icon_name (GTK_BUTTON (widget)) != NULL &&
               !GTK_IS_WINDOW_CONTROLS (gtk_widget_get_ancestor (widget, GTK_TYPE_WINDOW_CONTROLS));
  else if (GTK_IS_MENU_BUTTON (widget))
    nameless = gtk_menu_button_get_label (GTK_MENU_BUTTON (widget)) == NULL;
  else
    nameless = GTK_IS_DROP_DOWN (widget) || GTK_IS_SEARCH_ENTRY (widget) ||
               GTK_IS_LIST_VIEW (widget) || GTK_IS_LIST_BOX_ROW (widget);
  /* the parts of a compound widget are named by it */
  if (GTK_IS_BUTTON (widget) && (GTK_IS_MENU_BUTTON (gtk_widget_get_parent (widget)) ||
                                 GTK_IS_DROP_DOWN (gtk_widget_get_parent (widget))))
    nameless = FALSE;
  if (nameless && gtk_widget_get_focusable (widget) &&
      !gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL) &&
      !gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget),
                                         GTK_ACCESSIBLE_RELATION_LABELLED_BY))
    {
      GtkWidget *parent = gtk_widget_get_parent (widget);

      g_test_message ("no name: %s in %s", G_OBJECT_TYPE_NAME (widget),
                      parent != NULL ? G_OBJECT_TYPE_NAME (parent) : "-");
      g_test_fail ();
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_names (child);
}

static void
test_names (DisplayTest *test, gconstpointer data)
{
  static const struct
  {
    const char *action;
    const char *target; /* (nullable) */
  } pages[] = {
    { "go-home", NULL },       { "show-catalogue", "sinh" }, { "show-procedure", BIRTH },
    { "show-dossiers", NULL }, { "show-help", NULL },        { "show-profile", NULL },
    { "edit-person", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      hs_window_navigate (test->window, pages[i].action,
                          pages[i].target != NULL ? g_variant_new_string (pages[i].target) : NULL);
      if (HS_IS_CATALOGUE_PAGE (hs_window_get_page (test->window)))
        display_test_wait (has_results, hs_window_get_page (test->window));
      gtk_test_widget_wait_for_draw (GTK_WIDGET (test->window));
      g_test_message ("%s", pages[i].action);
      g_assert_cmpstr (hs_page_get_title (hs_window_get_page (test->window)), !=, "");
      check_names (GTK_WIDGET (test->window));
    }
}

/* A new dossier of the birth registration is listed, counted, and its page opens. */
static void
test_new_dossier (DisplayTest *test, gconstpointer data)
{
  HsPage *page;

  hs_window_navigate (test->window, "show-procedure", g_variant_new_string (BIRTH));
  gtk_widget_activate_action (GTK_WIDGET (test->window), "win.new-dossier", "s", BIRTH);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (test->book)), ==, 1);
  page = hs_window_get_page (test->window);
  g_assert_false (HS_IS_PROCEDURE_PAGE (page));
  hs_window_navigate (test->window, "show-dossiers", NULL);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (test->window));
  check_names (GTK_WIDGET (test->window));
}

static void
test_portal_address (void)
{
  static const struct
  {
    const char *text;
    gboolean good;
  } cases[] = {
    { "", TRUE },
    { "https://dichvucong.example.vn", TRUE },
    { "https://portal.example.vn:8443", TRUE },
    { "http://127.0.0.1:8470", TRUE },
    { "http://[::1]:8470", TRUE },
    { "http://portal.example.vn", FALSE },
    { "http://127.0.0.1.example.vn", FALSE },
    { "https://me:secret@portal.example.vn", FALSE },
    { "https://portal.example.vn?x=1", FALSE },
    { "ftp://portal.example.vn", FALSE },
    { "portal", FALSE },
    { "https://", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].text);
      g_assert_true ((hs_settings_check_portal_url (cases[i].text) == NULL) == cases[i].good);
    }
}

#define ADD(name, func)                                                                            \
  g_test_add ("/window/" name, DisplayTest, NULL, display_test_up, func, display_test_down)

int
main (int argc, char *argv[])
{
  if (!display_test_init (&argc, &argv))
    return 0;
  ADD ("search", test_search);
  ADD ("nothing-found", test_nothing_found);
  ADD ("life-event", test_life_event);
  ADD ("history", test_history);
  ADD ("unknown-procedure", test_unknown_procedure);
  ADD ("names", test_names);
  ADD ("new-dossier", test_new_dossier);
  g_test_add_func ("/settings/portal-address", test_portal_address);
  return g_test_run ();
}
