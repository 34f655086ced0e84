/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checking the answers: rows of a repeat as rows, each with a way to where it was given. */
#include "form-display.h"

#include "base/hs-json.h"
#include "dossier/hs-dossier-page.h"
#include "form/hs-form-page.h"
#include "review/hs-review-page.h"

#define RESIDENCE "1.004194"
#define REPEAT "/thanhVien/danhSach"
#define N_MANY 60

static HsDossier *
new_dossier (DisplayTest *test, guint n_people)
{
  g_autoptr (GError) error = NULL;
  HsDossier *dossier = hs_case_book_create (test->book, RESIDENCE, &error);
  HsForm *form;

  g_assert_no_error (error);
  form = hs_dossier_get_form (dossier);
  g_assert_nonnull (form);
  hs_form_begin_edit (form);
  hs_form_set_value (form, "/thanhVien/co",
                     json_node_init_boolean (json_node_alloc (), n_people > 0));
  for (guint i = 0; i < n_people; i++)
    {
      g_autofree char *name = g_strdup_printf (REPEAT "/%u/hoTen", i);
      g_autofree char *person = g_strdup_printf ("Lê Thị %c", 'A' + (int) (i % 26));

      hs_form_insert_row (form, REPEAT, i);
      hs_form_set_text (form, name, person);
    }
  hs_form_end_edit (form);
  return dossier;
}

/* The review step of the dossier, as it comes up. */
static GtkWidget *
show_review (DisplayTest *test, HsDossier *dossier)
{
  HsPage *page;

  hs_window_navigate (test->window, "open-task",
                      g_variant_new ("(ss)", hs_dossier_get_id (dossier), "review"));
  page = hs_window_get_page (test->window);
  g_assert_true (HS_IS_DOSSIER_PAGE (page));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (test->window));
  return display_test_find (GTK_WIDGET (page), HS_TYPE_REVIEW_PAGE);
}

static void
test_rows (DisplayTest *test, gconstpointer data)
{
  g_autoptr (HsDossier) dossier = new_dossier (test, 2);
  GtkWidget *review = show_review (test, dossier);
  GtkWidget *form_page, *focus, *row;

  g_assert_nonnull (review);
  g_assert_true (form_display_shows (review, " (2)\n")); /* how many */
  g_assert_true (form_display_shows (review, "2. Lê Thị B"));
  g_signal_emit_by_name (form_display_button (review, "Change: 2. Lê Thị B"), "clicked");
  gtk_test_widget_wait_for_draw (GTK_WIDGET (test->window));
  form_page = display_test_find (GTK_WIDGET (hs_window_get_page (test->window)), HS_TYPE_FORM_PAGE);
  g_assert_nonnull (form_page);
  focus = gtk_window_get_focus (GTK_WINDOW (test->window));
  row = focus != NULL ? gtk_widget_get_ancestor (focus, HS_TYPE_FIELD_ROW) : NULL;
  g_assert_nonnull (row);
  g_assert_cmpstr (hs_field_row_get_pointer (HS_FIELD_ROW (row)), ==, REPEAT "/1/hoTen");
}

static gboolean
has_focus_in_row (gpointer data)
{
  GtkWidget *focus = gtk_window_get_focus (data);
  GtkWidget *row = focus != NULL ? gtk_widget_get_ancestor (focus, HS_TYPE_FIELD_ROW) : NULL;

  return row != NULL && gtk_widget_get_mapped (focus) &&
         g_strcmp0 (hs_field_row_get_pointer (HS_FIELD_ROW (row)), REPEAT "/1/hoTen") == 0;
}

static gboolean
has_focus_in_page (gpointer data)
{
  GtkWidget *focus = gtk_window_get_focus (data);

  return focus != NULL && gtk_widget_get_mapped (focus) &&
         gtk_widget_is_ancestor (focus, GTK_WIDGET (hs_window_get_page (data)));
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
  return ((Frames *) data)->frames >= 8;
}

static void
settle (DisplayTest *test)
{
  Frames frames = { 0 };
  guint id =
    gtk_widget_add_tick_callback (GTK_WIDGET (test->window), count_frame_cb, &frames, NULL);

  display_test_wait (had_frames, &frames);
  gtk_widget_remove_tick_callback (GTK_WIDGET (test->window), id);
}

/* The focus stays where it was put when everything has its layout, and is in the page that is come back to. */
static void
test_focus (DisplayTest *test, gconstpointer data)
{
  g_autoptr (HsDossier) dossier = new_dossier (test, 2);
  GtkWidget *review = show_review (test, dossier);

  g_signal_emit_by_name (form_display_button (review, "Change: 2. Lê Thị B"), "clicked");
  settle (test);
  g_assert_true (has_focus_in_row (test->window));
  hs_window_navigate (test->window, "show-help", NULL);
  settle (test);
  gtk_widget_activate_action (GTK_WIDGET (test->window), "win.back", NULL);
  settle (test);
  g_assert_true (has_focus_in_page (test->window));
}

/* So many that nobody reads them here: the first, and how many more. */
static void
test_many (DisplayTest *test, gconstpointer data)
{
  g_autoptr (HsDossier) dossier = new_dossier (test, N_MANY);
  GtkWidget *review = show_review (test, dossier);

  g_assert_true (form_display_shows (review, "20. Lê Thị T"));
  g_assert_false (form_display_shows (review, "21. Lê Thị U"));
  g_assert_true (form_display_shows (review, "and 40 more, in the declaration"));
}

#define ADD(name, func)                                                                            \
  g_test_add ("/form/review/" name, DisplayTest, NULL, display_test_up, func, display_test_down)

int
main (int argc, char *argv[])
{
  if (!display_test_init (&argc, &argv))
    return 0;
  ADD ("rows", test_rows);
  ADD ("focus", test_focus);
  ADD ("many", test_many);
  return g_test_run ();
}
