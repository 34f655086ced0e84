/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each kind of question: what it takes, what it says, what a screen reader finds. */
#include "form-display.h"

#include "form/hs-picker.h"
#include "form/hs-search-row.h"
#include "form/hs-text-row.h"
#include "form/hs-unit-row.h"

static const char *
text_of (FormDisplay *test, const char *pointer)
{
  return hs_form_field_get_text (hs_form_find_field (test->form, pointer));
}

static const char *
entry_text (FormDisplay *test, const char *pointer)
{
  return gtk_editable_get_text (GTK_EDITABLE (
    display_test_find (GTK_WIDGET (form_display_row (test, pointer)), GTK_TYPE_TEXT)));
}

static void
show (FormDisplay *test, const char *section)
{
  hs_form_page_show_section (HS_FORM_PAGE (test->page), section);
  form_display_settle (test);
}

/* Typing goes into the form as it is; hint, group and "optional" are said; the entry is named by its label. */
static void
test_text (FormDisplay *test, gconstpointer data)
{
  GtkWidget *row = GTK_WIDGET (form_display_row (test, "/ten"));
  GtkWidget *entry = display_test_find (row, GTK_TYPE_ENTRY);

  form_display_type (test, "/ten", "Lê Văn An");
  g_assert_cmpstr (text_of (test, "/ten"), ==, "Lê Văn An");
  g_assert_true (form_display_shows (row, "Ghi như trên giấy tờ."));
  g_assert_true (form_display_shows (test->page, "Người khai"));
  g_assert_true (
    form_display_shows (GTK_WIDGET (form_display_row (test, "/soDinhDanh")), "(optional)"));
  g_assert_true (
    gtk_test_accessible_has_relation (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_RELATION_LABELLED_BY));
  g_assert_true (
    gtk_test_accessible_has_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION));
}

/* A long text counts what is left, at once says what is too much, and keeps it all. */
static void
test_long_text (FormDisplay *test, gconstpointer data)
{
  GtkWidget *row = GTK_WIDGET (form_display_row (test, "/ghiChu"));
  g_autofree char *much = g_strnfill (98, 'x');
  GtkWidget *view = display_test_find (row, GTK_TYPE_TEXT_VIEW);
  int before, after;

  before = gtk_widget_get_height (gtk_widget_get_parent (view));
  form_display_type (test, "/ghiChu", "one\ntwo\nthree\nfour\nfive\nsix\nseven\n");
  form_display_settle (test);
  after = gtk_widget_get_height (gtk_widget_get_parent (view));
  g_assert_cmpint (after, >, before);
  g_assert_true (form_display_shows (row, "characters left"));
  form_display_type (test, "/ghiChu", much);
  g_assert_true (form_display_shows (row, "characters too many"));
  g_assert_true (form_display_shows (row, "Error: "));
  g_assert_true (g_str_has_suffix (text_of (test, "/ghiChu"), much));
}

/* A sign that can never be right is told at once, and forgiven at once. */
static void
test_impossible (FormDisplay *test, gconstpointer data)
{
  HsFieldRow *row = form_display_row (test, "/soDinhDanh");
  GtkWidget *entry = display_test_find (GTK_WIDGET (row), GTK_TYPE_ENTRY);

  form_display_type (test, "/soDinhDanh", "0011");
  g_assert_false (hs_field_row_is_accused (row));
  form_display_type (test, "/soDinhDanh", "x");
  g_assert_true (hs_field_row_is_accused (row));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_TRUE);
  g_assert_true (gtk_test_accessible_has_relation (GTK_ACCESSIBLE (entry),
                                                   GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE));
  gtk_editable_set_text (GTK_EDITABLE (entry), "001095004321");
  g_assert_false (hs_field_row_is_accused (row));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_FALSE);
}

static void
test_number (FormDisplay *test, gconstpointer data)
{
  HsFieldRow *row = form_display_row (test, "/soLuong");

  g_assert_true (form_display_shows (GTK_WIDGET (row), "Số lượng (bản)"));
  form_display_type (test, "/soLuong", "2");
  g_assert_false (hs_field_row_is_accused (row));
  form_display_type (test, "/soLuong", "o");
  g_assert_true (hs_field_row_is_accused (row));
}

/* Money: words while typing; grouped once it is left; what was typed is still what undo knows. */
static void
test_money (FormDisplay *test, gconstpointer data)
{
  GtkWidget *row = GTK_WIDGET (form_display_row (test, "/soTien"));

  g_assert_true (form_display_shows (row, "Số tiền vay (đồng)"));
  form_display_type (test, "/soTien", "1200000");
  g_assert_cmpstr (entry_text (test, "/soTien"), ==, "1200000");
  g_assert_true (form_display_shows (row, "một triệu hai trăm nghìn đồng"));
  form_display_leave (test);
  g_assert_cmpstr (entry_text (test, "/soTien"), ==, "1.200.000");
  g_assert_cmpint (
    json_node_get_int (hs_form_field_get_value (hs_form_find_field (test->form, "/soTien"))), ==,
    1200000);
  /* coming back and going on from there */
  form_display_type (test, "/soTien", "0");
  g_assert_cmpstr (text_of (test, "/soTien"), ==, "1.200.0000");
  hs_form_undo (test->form);
  g_assert_cmpstr (entry_text (test, "/soTien"), !=, "1.200.0000");
}

/* A computed value is read, not typed, and says why. */
static void
test_computed (FormDisplay *test, gconstpointer data)
{
  GtkWidget *row = GTK_WIDGET (form_display_row (test, "/tong"));

  g_assert_true (form_display_shows (row, "Follows from other answers."));
  g_assert_true (form_display_shows (row, "Why is this asked?"));
  form_display_type (test, "/soLuong", "2");
  form_display_type (test, "/soTien", "1500");
  g_assert_true (form_display_shows (row, "3"));
  g_assert_null (display_test_find (row, GTK_TYPE_TEXT));
  g_assert_true (form_display_shows (test->page, "Bạn có thể để trống phần không bắt buộc."));
}

/* A date is read back with its weekday as soon as it is right, and spelt when it is left. */
static void
test_date (FormDisplay *test, gconstpointer data)
{
  GtkWidget *row;

  show (test, "chon");
  row = GTK_WIDGET (form_display_row (test, "/ngay"));
  g_assert_true (form_display_shows (row, "20/11/2026")); /* the hint */
  form_display_type (test, "/ngay", "1/2/20");
  g_assert_false (form_display_shows (row, "Saturday"));
  form_display_type (test, "/ngay", "20");
  g_assert_true (form_display_shows (row, "Saturday, 01/02/2020"));
  form_display_leave (test);
  g_assert_cmpstr (entry_text (test, "/ngay"), ==, "01/02/2020");
  g_assert_cmpstr (text_of (test, "/ngay"), ==, "1/2/2020");
}

static void
test_partial_date (FormDisplay *test, gconstpointer data)
{
  GtkWidget *row;

  show (test, "chon");
  row = GTK_WIDGET (form_display_row (test, "/sinh"));
  g_assert_true (form_display_shows (row, "or the year alone"));
  form_display_type (test, "/sinh", "1995");
  g_assert_true (form_display_shows (row, "the year 1995"));
  gtk_editable_set_text (GTK_EDITABLE (display_test_find (row, GTK_TYPE_ENTRY)), "6/1995");
  g_assert_true (form_display_shows (row, "month 6 of the year 1995"));
  gtk_editable_set_text (GTK_EDITABLE (display_test_find (row, GTK_TYPE_ENTRY)), "19x");
  g_assert_true (hs_field_row_is_accused (HS_FIELD_ROW (row)));
}

static GtkWidget *
check_button (GtkWidget *row, guint n)
{
  GtkWidget *box = gtk_widget_get_parent (display_test_find (row, GTK_TYPE_CHECK_BUTTON));
  GtkWidget *button = gtk_widget_get_first_child (box);

  while (n-- > 0)
    button = gtk_widget_get_next_sibling (button);
  return button;
}

/* Yes or no, one of few, several; an answer that need not be given can be taken back. */
static void
test_choices (FormDisplay *test, gconstpointer data)
{
  GtkWidget *row;

  show (test, "chon");
  row = GTK_WIDGET (form_display_row (test, "/daCo"));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check_button (row, 1)), TRUE);
  g_assert_false (
    json_node_get_boolean (hs_form_field_get_value (hs_form_find_field (test->form, "/daCo"))));
  g_signal_emit_by_name (form_display_button (row, "Take this answer back: Đã có giấy chưa?"),
                         "clicked");
  g_assert_null (hs_form_field_get_value (hs_form_find_field (test->form, "/daCo")));
  g_assert_false (gtk_check_button_get_active (GTK_CHECK_BUTTON (check_button (row, 1))));
  row = GTK_WIDGET (form_display_row (test, "/loai"));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check_button (row, 2)), TRUE);
  g_assert_cmpstr (text_of (test, "/loai"), ==, "Bản điện tử");
  row = GTK_WIDGET (form_display_row (test, "/dichVu"));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check_button (row, 0)), TRUE);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check_button (row, 2)), TRUE);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (
                      hs_form_field_get_value (hs_form_find_field (test->form, "/dichVu")))),
                    ==, 2);
}

static gboolean
is_open (gpointer data)
{
  return display_test_find (data, GTK_TYPE_SEARCH_ENTRY) != NULL;
}

static GtkWidget *
open_list (FormDisplay *test, GtkWidget *row)
{
  gtk_menu_button_popup (GTK_MENU_BUTTON (display_test_find (row, GTK_TYPE_MENU_BUTTON)));
  display_test_wait (is_open, row);
  form_display_settle (test);
  return display_test_find (row, GTK_TYPE_SEARCH_ENTRY);
}

/* A long list is made when it is opened, and searched without marks. */
static void
test_search (FormDisplay *test, gconstpointer data)
{
  GtkWidget *row, *entry;

  show (test, "chon");
  row = GTK_WIDGET (form_display_row (test, "/nuoc"));
  g_assert_true (HS_IS_SEARCH_ROW (row));
  g_assert_null (display_test_find (row, GTK_TYPE_LIST_VIEW));
  entry = open_list (test, row);
  gtk_editable_set_text (GTK_EDITABLE (entry), "duc");
  form_display_settle (test);
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (text_of (test, "/nuoc"), ==, "Đức");
  g_assert_true (form_display_shows (row, "Đức"));
  gtk_test_accessible_assert_property (
    GTK_ACCESSIBLE (hs_picker_get_button (HS_PICKER (display_test_find (row, HS_TYPE_PICKER)))),
    GTK_ACCESSIBLE_PROPERTY_LABEL, "Quốc tịch: Đức");
}

/* A commune: its name at once, or province first and then the commune. */
static void
test_unit (FormDisplay *test, gconstpointer data)
{
  GtkWidget *row, *entry;

  show (test, "chon");
  row = GTK_WIDGET (form_display_row (test, "/xa"));
  g_assert_true (HS_IS_UNIT_ROW (row));
  entry = open_list (test, row);
  gtk_editable_set_text (GTK_EDITABLE (entry), "ba dinh ha noi");
  form_display_settle (test);
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (
    json_node_get_string (hs_form_field_get_value (hs_form_find_field (test->form, "/xa"))), ==,
    "00004");
  entry = open_list (test, row);
  gtk_editable_set_text (GTK_EDITABLE (entry), "thanh pho ha noi");
  form_display_settle (test);
  g_signal_emit_by_name (entry, "activate"); /* the province: its communes come */
  form_display_settle (test);
  g_assert_true (form_display_shows (row, "Thành phố Hà Nội"));
  g_assert_true (form_display_shows (row, "All provinces"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "gia lam");
  form_display_settle (test);
  g_signal_emit_by_name (entry, "activate");
  g_assert_true (form_display_shows (row, "Xã Gia Lâm, Thành phố Hà Nội"));
}

/* By the name before 2025-07-01: one successor is taken at once, of several the citizen is asked which. */
static void
test_old_unit (FormDisplay *test, gconstpointer data)
{
  static const char *const names[] = { "truc bach ba dinh ha noi", "dien bien ba dinh ha noi",
                                       "gia lam", "an phu" };
  gboolean one = FALSE, several = FALSE;
  HsFormField *field = hs_form_find_field (test->form, "/xa");
  GtkWidget *row, *entry;

  show (test, "chon");
  row = GTK_WIDGET (form_display_row (test, "/xa"));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GListModel) found = hs_units_search_old (test->units, names[i], 1);
      g_autoptr (HsOldUnit) old = g_list_model_get_item (found, 0);
      guint n = old != NULL ? g_list_model_get_n_items (hs_old_unit_get_successors (old)) : 0;

      if (n == 0)
        continue;
      hs_form_set_value (test->form, "/xa", NULL);
      entry = open_list (test, row);
      gtk_check_button_set_active (
        GTK_CHECK_BUTTON (display_test_find (row, GTK_TYPE_CHECK_BUTTON)), TRUE);
      gtk_editable_set_text (GTK_EDITABLE (entry), names[i]);
      form_display_settle (test);
      g_signal_emit_by_name (entry, "activate");
      form_display_settle (test);
      if (n > 1)
        {
          several = TRUE;
          g_assert_null (hs_form_field_get_value (field));
          g_assert_true (form_display_shows (row, "Which one is it?"));
          g_signal_emit_by_name (entry, "activate"); /* the first of them */
        }
      else
        one = TRUE;
      g_assert_nonnull (hs_form_field_get_value (field));
      gtk_menu_button_popdown (GTK_MENU_BUTTON (display_test_find (row, GTK_TYPE_MENU_BUTTON)));
    }
  g_assert_true (one && several);
}

/* Who knows only the old name finds it without having to say that it is old. */
static void
test_old_unit_unasked (FormDisplay *test, gconstpointer data)
{
  HsFormField *field = hs_form_find_field (test->form, "/xa");
  GtkWidget *row, *entry;

  show (test, "chon");
  row = GTK_WIDGET (form_display_row (test, "/xa"));
  entry = open_list (test, row);
  gtk_editable_set_text (GTK_EDITABLE (entry), "truc bach ba dinh");
  form_display_settle (test);
  g_assert_true (form_display_shows (row, "→ now"));
  g_signal_emit_by_name (entry, "activate");
  g_assert_nonnull (hs_form_field_get_value (field));
  /* divided: which part is asked, and the way back leads to the search */
  hs_form_set_value (test->form, "/xa", NULL);
  entry = open_list (test, row);
  gtk_editable_set_text (GTK_EDITABLE (entry), "dien bien ba dinh");
  form_display_settle (test);
  g_signal_emit_by_name (entry, "activate");
  form_display_settle (test);
  g_assert_null (hs_form_field_get_value (field));
  g_assert_true (form_display_shows (row, "Which one is it?"));
  g_signal_emit_by_name (entry, "activate");
  g_assert_nonnull (hs_form_field_get_value (field));
}

#define ADD(name, func)                                                                            \
  g_test_add ("/form/rows/" name, FormDisplay, "moi-loai", form_display_up, func, form_display_down)

int
main (int argc, char *argv[])
{
  if (!display_test_init (&argc, &argv))
    return 0;
  ADD ("text", test_text);
  ADD ("long-text", test_long_text);
  ADD ("impossible", test_impossible);
  ADD ("number", test_number);
  ADD ("money", test_money);
  ADD ("computed", test_computed);
  ADD ("date", test_date);
  ADD ("partial-date", test_partial_date);
  ADD ("choices", test_choices);
  ADD ("search", test_search);
  ADD ("unit", test_unit);
  ADD ("old-unit", test_old_unit);
  ADD ("old-unit-unasked", test_old_unit_unasked);
  return g_test_run ();
}
