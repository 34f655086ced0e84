/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows in rows: rules that look up two levels, sums of sums, and rows that come, go and move without
 * disturbing others; several edits as one step; what listeners of the lists are told. */
#define G_LOG_DOMAIN "hoso"

#include "form-test.h"

#define ANSWERS                                                                                    \
  "{'tyGia':2,'don':[{'ma':'A','hang':[{'ten':'x','gia':10,'soLuong':1},{'ten':'y','gia':5,"       \
  "'soLuong':2}]},{'ma':'B','heSo':3,'hang':[{'ten':'z','gia':1,'soLuong':1}]}]}"

static void
set_up (FormTest *t)
{
  g_autoptr (JsonNode) answers = form_test_json (ANSWERS);

  form_test_set_up (t, "hoa-don");
  g_assert_true (hs_form_load_draft (t->form, answers, NULL));
  hs_test_world_advance (t->world, 2 * G_USEC_PER_SEC);
}

static const char *
id_of (HsForm *form, const char *repeat, guint index)
{
  g_autoptr (HsFormRow) row =
    g_list_model_get_item (hs_form_field_get_rows (hs_form_find_field (form, repeat)), index);

  return hs_form_row_get_id (row); /* the list keeps it */
}

static void
test_sums (void)
{
  FormTest t;

  set_up (&t);
  form_test_assert_value (t.form, "/don/0/hang/0/thanhTien", "20");
  form_test_assert_value (t.form, "/don/0/tong", "40");
  form_test_assert_value (t.form, "/don/1/tong", "6");
  form_test_assert_value (t.form, "/tongCong", "46");
  form_test_assert_value (t.form, "/lonNhat", "40");
  form_test_assert_value (t.form, "/don/1/thuTu", "2");
  /* the root's answer reaches rows of rows, the row's only its own */
  hs_form_set_text (t.form, "/tyGia", "1");
  form_test_assert_value (t.form, "/tongCong", "23");
  hs_form_set_text (t.form, "/don/1/heSo", "10");
  form_test_assert_value (t.form, "/don/1/tong", "10");
  form_test_assert_value (t.form, "/don/0/tong", "20");
  form_test_assert_value (t.form, "/tongCong", "30");
  /* a row of a row comes and goes */
  hs_form_insert_row (t.form, "/don/1/hang", 0);
  hs_form_set_text (t.form, "/don/1/hang/0/gia", "100");
  hs_form_set_text (t.form, "/don/1/hang/0/soLuong", "1");
  form_test_assert_value (t.form, "/tongCong", "1030");
  hs_form_remove_row (t.form, "/don", 0);
  form_test_assert_value (t.form, "/tongCong", "1010");
  form_test_assert_value (t.form, "/don/0/thuTu", "1");
  hs_form_undo (t.form);
  form_test_assert_value (t.form, "/tongCong", "1030");
  form_test_assert_value (t.form, "/don/1/thuTu", "2");
  form_test_tear_down (&t);
}

static void
test_hidden_is_not_counted (void)
{
  FormTest t;

  set_up (&t);
  hs_form_set_text (t.form, "/coGiam", "true");
  hs_form_set_text (t.form, "/don/0/giam", "15");
  form_test_assert_value (t.form, "/don/0/tong", "25");
  hs_form_set_text (t.form, "/coGiam", "false");
  form_test_assert_value (t.form, "/don/0/tong", "40");
  g_assert_cmpstr (hs_form_field_get_text (hs_form_find_field (t.form, "/don/0/giam")), ==, "15");
  form_test_tear_down (&t);
}

static void
test_ids_and_pointers (void)
{
  g_autofree char *first = NULL, *inner = NULL;
  HsFormField *name;
  FormTest t;

  set_up (&t);
  first = g_strdup (id_of (t.form, "/don", 0));
  inner = g_strdup (id_of (t.form, "/don/0/hang", 1));
  name = hs_form_find_field (t.form, "/don/0/hang/1/ten");
  hs_form_insert_row (t.form, "/don", 0);
  g_assert_cmpstr (id_of (t.form, "/don", 1), ==, first);
  g_assert_cmpstr (hs_form_field_get_pointer (name), ==, "/don/1/hang/1/ten");
  hs_form_move_row (t.form, "/don", 1, 2);
  hs_form_move_row (t.form, "/don/2/hang", 1, 0);
  g_assert_cmpstr (hs_form_field_get_pointer (name), ==, "/don/2/hang/0/ten");
  g_assert_true (hs_form_find_field (t.form, "/don/2/hang/0/ten") == name);
  g_assert_cmpstr (id_of (t.form, "/don/2/hang", 0), ==, inner);
  hs_form_remove_row (t.form, "/don", 2);
  while (hs_form_can_undo (t.form))
    hs_form_undo (t.form);
  g_assert_cmpstr (id_of (t.form, "/don", 0), ==, first);
  g_assert_cmpstr (hs_form_field_get_pointer (name), ==, "/don/0/hang/1/ten");
  g_assert_cmpstr (hs_form_field_get_text (name), ==, "y");
  form_test_tear_down (&t);
}

/* Problems are in layout order and follow their rows. */
static void
test_problems_follow (void)
{
  g_autofree char *before = NULL, *after = NULL;
  FormTest t;

  set_up (&t);
  hs_form_set_text (t.form, "/don/1/hang/0/gia", "9");
  hs_form_set_text (t.form, "/don/0/ma", "");
  hs_form_set_text (t.form, "/don/0/hang/1/ten", "");
  before = form_test_problems (t.form);
  g_assert_cmpstr (before, ==,
                   "/don/0/ma required, /don/0/hang/1/ten required | "
                   "/don/0/hang/0/gia dat, /don/0/hang/1/gia dat, /don/1/hang/0/gia dat");
  hs_form_move_row (t.form, "/don", 0, 1);
  after = form_test_problems (t.form);
  g_assert_cmpstr (after, ==,
                   "/don/1/ma required, /don/1/hang/1/ten required | "
                   "/don/0/hang/0/gia dat, /don/1/hang/0/gia dat, /don/1/hang/1/gia dat");
  form_test_tear_down (&t);
}

static void
count_cb (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  guint *counts = data;

  counts[0]++;
  counts[1] += removed;
  counts[2] += added;
}

/* One answer changes one line of the list of problems, whatever else is in it. */
static void
test_list_changes (void)
{
  guint counts[3] = { 0, 0, 0 };
  FormTest t;

  set_up (&t);
  for (guint i = 0; i < 20; i++)
    hs_form_insert_row (t.form, "/don", i);
  g_signal_connect (hs_form_get_problems (t.form), "items-changed", G_CALLBACK (count_cb), counts);
  hs_form_set_text (t.form, "/don/7/ma", "M7");
  g_assert_cmpuint (counts[0], ==, 1);
  g_assert_cmpuint (counts[1], ==, 1);
  g_assert_cmpuint (counts[2], ==, 0);
  hs_form_remove_row (t.form, "/don", 3);
  g_assert_cmpuint (counts[1], ==, 2);
  g_assert_cmpuint (counts[2], ==, 0);
  g_signal_handlers_disconnect_by_data (hs_form_get_problems (t.form), counts);
  form_test_tear_down (&t);
}

static void
changed_cb (HsForm *form, const char *pointer, gpointer data)
{
  g_ptr_array_add (data, g_strdup (pointer));
}

/* Several edits are one step, told once. */
static void
test_group (void)
{
  g_autoptr (GPtrArray) told = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *start = NULL, *end = NULL, *undone = NULL, *redone = NULL;
  FormTest t;

  set_up (&t);
  start = form_test_snapshot (t.form);
  g_signal_connect (t.form, "changed", G_CALLBACK (changed_cb), told);
  hs_form_begin_edit (t.form);
  hs_form_set_text (t.form, "/tyGia", "5");
  hs_form_begin_edit (t.form);
  hs_form_insert_row (t.form, "/don", 0);
  hs_form_set_text (t.form, "/don/0/ma", "C");
  hs_form_insert_row (t.form, "/don/0/hang", 0);
  hs_form_set_text (t.form, "/don/0/hang/0/gia", "1");
  hs_form_end_edit (t.form);
  hs_form_set_text (t.form, "/don/0/hang/0/soLuong", "1");
  hs_form_move_row (t.form, "/don", 0, 2);
  hs_form_remove_row (t.form, "/don", 0);
  g_assert_cmpuint (told->len, ==, 0);
  hs_form_end_edit (t.form);
  g_assert_cmpuint (told->len, ==, 1);
  g_assert_cmpstr (told->pdata[0], ==, "/tyGia");
  form_test_assert_value (t.form, "/tongCong", "20");
  end = form_test_snapshot (t.form);
  hs_form_undo (t.form);
  undone = form_test_snapshot (t.form);
  g_assert_cmpstr (undone, ==, start);
  g_assert_false (hs_form_can_undo (t.form));
  hs_form_redo (t.form);
  redone = form_test_snapshot (t.form);
  g_assert_cmpstr (redone, ==, end);
  /* nothing done: no step, nothing told */
  hs_form_begin_edit (t.form);
  hs_form_set_text (t.form, "/tyGia", "5");
  hs_form_end_edit (t.form);
  g_assert_cmpuint (told->len, ==, 3);
  hs_form_undo (t.form);
  g_assert_false (hs_form_can_undo (t.form));
  g_signal_handlers_disconnect_by_data (t.form, told);
  form_test_tear_down (&t);
}

/* Missing, then impossible, then other rules; empty and blank are missing, an empty list too. */
static void
test_order_of_messages (void)
{
  static const struct
  {
    const char *text;
    const char *rule; /* of /don/0/hang/0/gia's problem or of /don/0/ma's */
  } codes[] = { { "", "required" },
                { "   ", "required" },
                { "\xc2\xa0\xe3\x80\x80", "required" },
                { "B", NULL },
                { "a code that is too long", "maxLength" } };
  FormTest t;

  set_up (&t);
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autofree char *problems = NULL, *wanted = NULL;

      hs_form_set_text (t.form, "/don/0/ma", codes[i].text);
      problems = form_test_problems (t.form);
      wanted = codes[i].rule != NULL ? g_strdup_printf ("/don/0/ma %s | ", codes[i].rule)
                                     : g_strdup ("/don trung-ma | ");
      g_assert_true (g_str_has_prefix (problems, wanted));
    }
  form_test_tear_down (&t);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form/nested/sums", test_sums);
  g_test_add_func ("/form/nested/hidden-is-not-counted", test_hidden_is_not_counted);
  g_test_add_func ("/form/nested/ids-and-pointers", test_ids_and_pointers);
  g_test_add_func ("/form/nested/problems-follow", test_problems_follow);
  g_test_add_func ("/form/nested/list-changes", test_list_changes);
  g_test_add_func ("/form/nested/group", test_group);
  g_test_add_func ("/form/nested/order-of-messages", test_order_of_messages);
  return g_test_run ();
}
