/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the display tests of forms share. */
#define G_LOG_DOMAIN "hoso"

#include "form-display.h"

#include "hs-test.h"

void
form_display_up (FormDisplay *test, gconstpointer package_name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_strdup_printf ("forms/%s.json", (const char *) package_name);
  g_autofree char *path = hs_test_fixture (name);
  g_autoptr (HsFormPackage) package = NULL;

  test->world = hs_test_world_new ();
  test->units = hs_units_load (test->world, &error);
  g_assert_no_error (error);
  package = hs_form_package_load_file (path, &error);
  g_assert_no_error (error);
  test->form = hs_form_new (package, test->world, test->units);
  test->page = hs_form_page_new (test->form, test->units);
  test->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (test->window), 700, 600);
  gtk_window_set_child (GTK_WINDOW (test->window), test->page);
  gtk_window_present (GTK_WINDOW (test->window));
  form_display_settle (test);
}

void
form_display_down (FormDisplay *test, gconstpointer package_name)
{
  gpointer page = test->page;

  g_object_add_weak_pointer (G_OBJECT (page), &page);
  gtk_window_destroy (GTK_WINDOW (test->window));
  while (page != NULL && g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (page);
  g_assert_finalize_object (test->form);
  hs_units_unref (test->units);
  hs_test_world_free (test->world);
}

typedef struct
{
  guint frames;
} Frames;

static gboolean
count_frame_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  ((Frames *) data)->frames++;
  return G_SOURCE_CONTINUE;
}

static gboolean
had_frames (gpointer data)
{
  return ((Frames *) data)->frames >= 4;
}

void
form_display_settle (FormDisplay *test)
{
  Frames frames = { 0 };
  guint id = gtk_widget_add_tick_callback (test->window, count_frame_cb, &frames, NULL);

  display_test_wait (had_frames, &frames);
  gtk_widget_remove_tick_callback (test->window, id);
}

static HsFieldRow *
find_row (GtkWidget *widget, HsFormField *field)
{
  if (!gtk_widget_get_child_visible (widget))
    return NULL;
  if (HS_IS_FIELD_ROW (widget))
    return hs_field_row_get_field (HS_FIELD_ROW (widget)) == field ? HS_FIELD_ROW (widget) : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      HsFieldRow *found = find_row (child, field);

      if (found != NULL)
        return found;
    }
  return NULL;
}

HsFieldRow *
form_display_find_row (FormDisplay *test, const char *pointer)
{
  HsFormField *field = hs_form_find_field (test->form, pointer);

  return field != NULL ? find_row (test->page, field) : NULL;
}

HsFieldRow *
form_display_row (FormDisplay *test, const char *pointer)
{
  HsFieldRow *row = form_display_find_row (test, pointer);

  if (row == NULL)
    g_error ("no row of %s in sight", pointer);
  return row;
}

void
form_display_type (FormDisplay *test, const char *pointer, const char *text)
{
  HsFieldRow *row = form_display_row (test, pointer);
  GtkWidget *view;
  GtkWidget *entry;

  hs_field_row_focus (row);
  form_display_settle (test);
  view = display_test_find (GTK_WIDGET (row), GTK_TYPE_TEXT_VIEW);
  entry = display_test_find (GTK_WIDGET (row), GTK_TYPE_TEXT);
  if (view != NULL)
    g_signal_emit_by_name (view, "insert-at-cursor", text);
  else
    {
      g_assert_nonnull (entry);
      gtk_editable_set_position (GTK_EDITABLE (entry), -1);
      g_signal_emit_by_name (entry, "insert-at-cursor", text);
    }
}

void
form_display_leave (FormDisplay *test)
{
  gtk_window_set_focus (GTK_WINDOW (test->window), NULL);
  form_display_settle (test);
}

static void
collect (GtkWidget *widget, GString *text)
{
  if (!gtk_widget_get_visible (widget) || !gtk_widget_get_child_visible (widget))
    return;
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (text, "%s\n", gtk_label_get_text (GTK_LABEL (widget)));
  else if (GTK_IS_TEXT (widget))
    g_string_append_printf (text, "[%s]\n", gtk_editable_get_text (GTK_EDITABLE (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, text);
}

char *
form_display_text (GtkWidget *widget)
{
  GString *text = g_string_new (NULL);

  collect (widget, text);
  return g_string_free (text, FALSE);
}

gboolean
form_display_shows (GtkWidget *widget, const char *text)
{
  g_autofree char *all = form_display_text (widget);
  gboolean there = strstr (all, text) != NULL;

  if (!there)
    g_test_message ("\"%s\" is not in:\n%s", text, all);
  return there;
}

static gboolean
is_called (GtkWidget *button, const char *name)
{
  g_autofree char *wrong = gtk_test_accessible_check_property (GTK_ACCESSIBLE (button),
                                                               GTK_ACCESSIBLE_PROPERTY_LABEL, name);
  g_autofree char *text = form_display_text (button);

  g_strchomp (text);
  return (gtk_test_accessible_has_property (GTK_ACCESSIBLE (button),
                                            GTK_ACCESSIBLE_PROPERTY_LABEL) &&
          wrong == NULL) ||
         g_strcmp0 (text, name) == 0;
}

static GtkWidget *
find_button (GtkWidget *widget, const char *name)
{
  if (!gtk_widget_get_visible (widget) || !gtk_widget_get_child_visible (widget))
    return NULL;
  if (GTK_IS_BUTTON (widget) && is_called (widget, name))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, name);

      if (found != NULL)
        return found;
    }
  return NULL;
}

GtkWidget *
form_display_button (GtkWidget *root, const char *name)
{
  GtkWidget *button = find_button (root, name);

  if (button == NULL)
    {
      g_autofree char *all = form_display_text (root);

      g_error ("no button called \"%s\" in:\n%s", name, all);
    }
  return button;
}

void
form_display_press (FormDisplay *test, const char *name)
{
  g_signal_emit_by_name (form_display_button (test->page, name), "clicked");
  form_display_settle (test);
}

guint
form_display_count (GtkWidget *root, GType type)
{
  guint n = G_TYPE_CHECK_INSTANCE_TYPE (root, type) ? 1 : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += form_display_count (child, type);
  return n;
}
