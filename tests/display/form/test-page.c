/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page: when errors show and go, the summary and its links, rows of a repeat, undo. */
#include "form-display.h"

#include "form/hs-form-summary.h"
#include "form/hs-repeat-item.h"
#include "form/hs-repeat-row.h"

#define REPEAT "/nguoi"
#define N_MANY 1000

static void
show (FormDisplay *test, const char *section)
{
  hs_form_page_show_section (HS_FORM_PAGE (test->page), section);
  form_display_settle (test);
}

static GtkWidget *
summary_of (FormDisplay *test)
{
  GtkWidget *stack = display_test_find (test->page, GTK_TYPE_STACK);

  return display_test_find (gtk_stack_get_visible_child (GTK_STACK (stack)), HS_TYPE_FORM_SUMMARY);
}

static gboolean
has_summary (FormDisplay *test)
{
  return gtk_widget_get_visible (summary_of (test));
}

static HsRepeatRow *
repeat_of (FormDisplay *test, const char *pointer)
{
  return HS_REPEAT_ROW (form_display_row (test, pointer));
}

static guint
count_rows (FormDisplay *test, const char *pointer)
{
  return g_list_model_get_n_items (
    hs_form_field_get_rows (hs_form_find_field (test->form, pointer)));
}

static GtkWidget *
focus_of (FormDisplay *test)
{
  return gtk_window_get_focus (GTK_WINDOW (test->window));
}

static gboolean
has_focus (FormDisplay *test, const char *pointer)
{
  HsFieldRow *row = form_display_find_row (test, pointer);

  return row != NULL && focus_of (test) != NULL &&
         gtk_widget_is_ancestor (focus_of (test), GTK_WIDGET (row));
}

/* Nothing is accused while the section is being filled in, not even what was left empty or wrong; the check does
 * it, in the same words above and at the question; a right answer is forgiven while it is typed. */
static void
test_late_and_early (FormDisplay *test, gconstpointer data)
{
  HsFieldRow *name;

  name = form_display_row (test, "/ten");
  form_display_type (test, "/ten", "An2");
  form_display_leave (test);
  g_assert_false (hs_field_row_is_accused (name));
  form_display_press (test, "Check this part");
  g_assert_true (hs_field_row_is_accused (name));
  g_assert_true (has_summary (test));
  g_assert_true (form_display_shows (summary_of (test), "1 place needs mending"));
  g_assert_true (form_display_shows (summary_of (test), "Họ tên chưa đúng."));
  g_assert_true (form_display_shows (GTK_WIDGET (name), "Error: Họ tên chưa đúng."));
  form_display_press (test, "Họ tên chưa đúng.");
  g_assert_true (has_focus (test, "/ten"));
  gtk_editable_set_text (GTK_EDITABLE (display_test_find (GTK_WIDGET (name), GTK_TYPE_ENTRY)),
                         "Lê An");
  form_display_settle (test);
  g_assert_false (hs_field_row_is_accused (name) &&
                  hs_form_field_get_error (hs_field_row_get_field (name)) != NULL);
  g_assert_false (form_display_shows (GTK_WIDGET (name), "Error:"));
  g_assert_false (has_summary (test));
}

/* For those who want it: at once when the control is left. */
static void
test_eager (FormDisplay *test, gconstpointer data)
{
  hs_form_page_set_eager (HS_FORM_PAGE (test->page), TRUE);
  form_display_type (test, "/ten", "An2");
  g_assert_false (hs_field_row_is_accused (form_display_row (test, "/ten")));
  form_display_leave (test);
  g_assert_true (hs_field_row_is_accused (form_display_row (test, "/ten")));
}

/* A section that was left shows its errors when it is come back to; one never seen does not. */
static void
test_leaving_accuses (FormDisplay *test, gconstpointer data)
{
  show (test, "chon");
  g_assert_false (has_summary (test));
  show (test, "chu");
  g_assert_true (has_summary (test));
  g_assert_true (form_display_shows (test->page, "Part 1 of 3"));
}

static HsRepeatRow *
add_people (FormDisplay *test, guint n)
{
  hs_form_begin_edit (test->form);
  for (guint i = 0; i < n; i++)
    hs_form_insert_row (test->form, REPEAT, i);
  hs_form_end_edit (test->form);
  show (test, "nguoi");
  return repeat_of (test, REPEAT);
}

/* A thousand rows: a few lines are widgets, however far one scrolls. */
static void
test_many_rows (FormDisplay *test, gconstpointer data)
{
  HsRepeatRow *list = add_people (test, N_MANY);
  g_autoptr (HsFormRow) last = g_list_model_get_item (
    hs_form_field_get_rows (hs_form_find_field (test->form, REPEAT)), N_MANY - 1);

  g_assert_cmpuint (form_display_count (test->page, HS_TYPE_REPEAT_ITEM), <=, 260);
  g_assert_cmpuint (form_display_count (test->page, HS_TYPE_FIELD_ROW), ==, 1);
  hs_repeat_row_focus_line (list, last);
  for (guint i = 0; i < 4; i++)
    form_display_settle (test);
  g_assert_cmpuint (form_display_count (test->page, HS_TYPE_REPEAT_ITEM), <=, 260);
  g_assert_true (gtk_widget_is_ancestor (focus_of (test), GTK_WIDGET (list)));
  g_assert_true (hs_form_page_show_field (HS_FORM_PAGE (test->page), "/nguoi/999/hoTen"));
  form_display_settle (test);
  g_assert_true (has_focus (test, "/nguoi/999/hoTen"));
}

/* Add opens the row; its title follows what is typed; Done leads back to its line. */
static void
test_add_row (FormDisplay *test, gconstpointer data)
{
  show (test, "nguoi");
  g_assert_true (form_display_shows (test->page, "Nothing in the list yet."));
  form_display_press (test, "Add: Người cùng hộ");
  g_assert_cmpuint (count_rows (test, REPEAT), ==, 1);
  g_assert_true (has_focus (test, "/nguoi/0/hoTen"));
  g_assert_true (form_display_shows (test->page, "Part 3 of 3 › Người cùng hộ"));
  form_display_press (test, "Done");
  g_assert_true (has_summary (test)); /* the name is missing: said before it is left */
  form_display_type (test, "/nguoi/0/hoTen", "Lê Thị Bé");
  form_display_settle (test);
  g_assert_true (form_display_shows (test->page, "Lê Thị Bé"));
  form_display_press (test, "Done");
  form_display_settle (test);
  g_assert_null (form_display_find_row (test, "/nguoi/0/hoTen"));
  g_assert_true (form_display_shows (GTK_WIDGET (repeat_of (test, REPEAT)), "Lê Thị Bé"));
  g_assert_true (gtk_widget_is_ancestor (focus_of (test), GTK_WIDGET (repeat_of (test, REPEAT))));
}

/* A repeat inside a row: page on page, and back one by one. */
static void
test_nested (FormDisplay *test, gconstpointer data)
{
  show (test, "nguoi");
  form_display_press (test, "Add: Người cùng hộ");
  form_display_type (test, "/nguoi/0/hoTen", "Lê Thị Bé");
  form_display_press (test, "Add: Giấy tờ của người này");
  g_assert_true (has_focus (test, "/nguoi/0/giay/0/soGiay"));
  g_assert_true (form_display_shows (test->page, "› Người cùng hộ › Giấy tờ của người này"));
  form_display_type (test, "/nguoi/0/giay/0/soGiay", "A1");
  form_display_press (test, "Done, add another");
  g_assert_cmpuint (count_rows (test, "/nguoi/0/giay"), ==, 2);
  g_assert_true (has_focus (test, "/nguoi/0/giay/1/soGiay"));
  form_display_press (test, "‹ Back to the list");
  g_assert_nonnull (form_display_find_row (test, "/nguoi/0/hoTen"));
  form_display_press (test, "‹ Back to the list");
  g_assert_nonnull (form_display_find_row (test, REPEAT));
}

/* The check accuses rows too; a link leads into the row's page. */
static void
test_link_into_row (FormDisplay *test, gconstpointer data)
{
  HsRepeatRow *list = add_people (test, 3);

  hs_form_set_text (test->form, "/nguoi/0/hoTen", "Lê An");
  hs_form_set_text (test->form, "/nguoi/2/hoTen", "Lê Bình");
  form_display_settle (test);
  g_assert_true (form_display_shows (GTK_WIDGET (list), "Not finished"));
  g_assert_false (form_display_shows (GTK_WIDGET (list), "Error:"));
  form_display_press (test, "Check this part");
  g_assert_true (form_display_shows (GTK_WIDGET (list), "Error: Nhập họ tên."));
  form_display_press (test, "Người cùng hộ 2: Nhập họ tên.");
  g_assert_true (has_focus (test, "/nguoi/1/hoTen"));
  g_assert_true (hs_field_row_is_accused (form_display_row (test, "/nguoi/1/hoTen")));
  form_display_type (test, "/nguoi/1/hoTen", "Lê Chi");
  form_display_press (test, "Done");
  g_assert_false (has_summary (test));
  g_assert_false (form_display_shows (GTK_WIDGET (list), "Error:"));
}

/* Moving and removing by the buttons of a line, and back by undo. */
static void
test_move_and_remove (FormDisplay *test, gconstpointer data)
{
  static const char *const names[] = { "Lê An", "Lê Bình", "Lê Chi" };

  add_people (test, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *pointer = g_strdup_printf ("/nguoi/%u/hoTen", i);

      hs_form_set_text (test->form, pointer, names[i]);
    }
  form_display_settle (test);
  g_assert_false (gtk_widget_get_sensitive (form_display_button (test->page, "Move up: Lê An")));
  form_display_press (test, "Move up: Lê Chi");
  form_display_settle (test);
  g_assert_cmpstr (hs_form_field_get_text (hs_form_find_field (test->form, "/nguoi/1/hoTen")), ==,
                   "Lê Chi");
  g_assert_true (focus_of (test) == form_display_button (test->page, "Move up: Lê Chi"));
  form_display_press (test, "Remove: Lê Chi");
  form_display_settle (test);
  g_assert_cmpuint (count_rows (test, REPEAT), ==, 2);
  hs_form_undo (test->form);
  form_display_settle (test);
  g_assert_true (form_display_shows (GTK_WIDGET (repeat_of (test, REPEAT)), "Lê Chi"));
  hs_form_undo (test->form);
  g_assert_cmpstr (hs_form_field_get_text (hs_form_find_field (test->form, "/nguoi/2/hoTen")), ==,
                   "Lê Chi");
}

/* Undo of the adding closes the row's page: there is nothing to fill in. */
static void
test_undo_closes (FormDisplay *test, gconstpointer data)
{
  show (test, "nguoi");
  form_display_press (test, "Add: Người cùng hộ");
  g_assert_nonnull (form_display_find_row (test, "/nguoi/0/hoTen"));
  hs_form_undo (test->form);
  form_display_settle (test);
  g_assert_cmpuint (count_rows (test, REPEAT), ==, 0);
  g_assert_nonnull (form_display_find_row (test, REPEAT));
}

/* Where one goes on: the first part with something wrong in it, else the first that is not done. */
static void
test_opens_unfinished (FormDisplay *test, gconstpointer data)
{
  g_autoptr (GtkWidget) page = NULL;

  hs_form_set_text (test->form, "/ten", "Lê An");
  page = g_object_ref_sink (hs_form_page_new (test->form, test->units));
  g_assert_cmpstr (hs_form_page_get_section (HS_FORM_PAGE (page)), ==, "chon");
  g_object_unref (page);
  hs_form_set_text (test->form, "/ten", "An2");
  page = g_object_ref_sink (hs_form_page_new (test->form, test->units));
  g_assert_cmpstr (hs_form_page_get_section (HS_FORM_PAGE (page)), ==, "chu");
  g_object_unref (page);
  hs_form_set_text (test->form, "/ten", "");
  hs_form_set_text (test->form, "/ngay", "x");
  page = g_object_ref_sink (hs_form_page_new (test->form, test->units));
  g_assert_cmpstr (hs_form_page_get_section (HS_FORM_PAGE (page)), ==, "chon");
}

/* What the summary says is what the list of parts may say: not before the check, though nothing is filled in, and
 * not of a row that is still being typed. */
static void
test_tells_errors (FormDisplay *test, gconstpointer data)
{
  HsFormPage *page = HS_FORM_PAGE (test->page);

  g_assert_false (hs_form_page_tells_errors (page, "chu"));
  form_display_press (test, "Check this part");
  g_assert_true (hs_form_page_tells_errors (page, "chu"));
  show (test, "nguoi");
  g_assert_true (hs_form_page_tells_errors (page, "chu"));
  form_display_press (test, "Check this part");
  g_assert_false (hs_form_page_tells_errors (page, "nguoi"));
  form_display_press (test, "Add: Người cùng hộ");
  form_display_type (test, "/nguoi/0/namSinh", "19");
  form_display_settle (test);
  g_assert_false (hs_form_page_tells_errors (page, "nguoi"));
  hs_form_set_text (test->form, "/ten", "Lê An");
  g_assert_false (hs_form_page_tells_errors (page, "chu"));
}

static void
test_unknown_field (FormDisplay *test, gconstpointer data)
{
  g_assert_false (hs_form_page_show_field (HS_FORM_PAGE (test->page), "/khongCo"));
  g_assert_false (hs_form_page_show_field (HS_FORM_PAGE (test->page), "/nguoi/7/hoTen"));
  g_assert_cmpstr (hs_form_page_get_section (HS_FORM_PAGE (test->page)), ==, "chu");
}

#define ADD(name, func)                                                                            \
  g_test_add ("/form/page/" name, FormDisplay, "moi-loai", form_display_up, func, form_display_down)

int
main (int argc, char *argv[])
{
  if (!display_test_init (&argc, &argv))
    return 0;
  ADD ("late-and-early", test_late_and_early);
  ADD ("eager", test_eager);
  ADD ("leaving-accuses", test_leaving_accuses);
  ADD ("many-rows", test_many_rows);
  ADD ("add-row", test_add_row);
  ADD ("nested", test_nested);
  ADD ("link-into-row", test_link_into_row);
  ADD ("move-and-remove", test_move_and_remove);
  ADD ("undo-closes", test_undo_closes);
  ADD ("opens-unfinished", test_opens_unfinished);
  ADD ("tells-errors", test_tells_errors);
  ADD ("unknown-field", test_unknown_field);
  return g_test_run ();
}
