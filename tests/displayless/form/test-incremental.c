/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The promise of the engine: after any sequence of edits, what is stored equals a run of everything;
 * and undoing all of them gives the start. Random, with the seed printed. */
#define G_LOG_DOMAIN "hoso"

#include "form-test.h"

#define N_EDITS 220

static const char *const texts[] = {
  "",
  " ",
  "x",
  "1/2/1990",
  "20/11/2026",
  "1990",
  "31/2/2000",
  "true",
  "false",
  "Có",
  "Không",
  "3",
  "0",
  "21",
  "Trần An",
  "Nguyễn Thị Ếch",
  "001195012345",
  "036093000123",
  "00119",
  "VN",
  "LA",
  "FR",
  "01",
  "02",
  "nam",
  "nu",
  "me",
  "cha",
  "khac",
  "nuoiDuong",
  "duChaMe",
  "chiCoMe",
  "chiCoCha",
  "boRoi",
  "mangThaiHo",
  "trongNuoc",
  "ngoaiNuoc",
  "thuongTru",
  "coSoYTe",
  "noiKhac",
  "nuocNgoai",
  "canCuoc",
  "hoChieu",
  "00004",
  "99999",
  "B1234567",
  "dien,nuoc",
  "dien;mang;nuoc",
  "9000000000000000000",
  "0912345678",
};

static void
collect_fields (GListModel *fields, GPtrArray *pointers, GPtrArray *repeats)
{
  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (HsFormField) field = g_list_model_get_item (fields, i);
      GListModel *rows = hs_form_field_get_rows (field);

      if (rows != NULL)
        g_ptr_array_add (repeats, g_strdup (hs_form_field_get_pointer (field)));
      else if (hs_form_field_get_kind (field) != HS_FIELD_NOTE)
        g_ptr_array_add (pointers, g_strdup (hs_form_field_get_pointer (field)));
      for (guint k = 0; rows != NULL && k < g_list_model_get_n_items (rows); k++)
        {
          g_autoptr (HsFormRow) row = g_list_model_get_item (rows, k);

          collect_fields (hs_form_row_get_fields (row), pointers, repeats);
        }
    }
}

static void
edit_rows (FormTest *t, GRand *rand, const char *repeat)
{
  guint n =
    g_list_model_get_n_items (hs_form_field_get_rows (hs_form_find_field (t->form, repeat)));
  int what = g_rand_int_range (rand, 0, 4);

  if (n == 0 || what < 2)
    hs_form_insert_row (t->form, repeat, (guint) g_rand_int_range (rand, 0, (gint32) n + 1));
  else if (what == 2)
    hs_form_remove_row (t->form, repeat, (guint) g_rand_int_range (rand, 0, (gint32) n));
  else
    hs_form_move_row (t->form, repeat, (guint) g_rand_int_range (rand, 0, (gint32) n),
                      (guint) g_rand_int_range (rand, 0, (gint32) n));
}

static void
edit_once (FormTest *t, GRand *rand)
{
  g_autoptr (GPtrArray) pointers = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) repeats = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < g_list_model_get_n_items (hs_form_get_sections (t->form)); i++)
    {
      g_autoptr (HsFormSection) section = g_list_model_get_item (hs_form_get_sections (t->form), i);

      collect_fields (hs_form_section_get_fields (section), pointers, repeats);
    }
  hs_test_world_advance (t->world, 2 * G_USEC_PER_SEC);
  if (repeats->len > 0 && g_rand_int_range (rand, 0, 4) == 0)
    edit_rows (t, rand, repeats->pdata[g_rand_int_range (rand, 0, (gint32) repeats->len)]);
  else
    hs_form_set_text (t->form, pointers->pdata[g_rand_int_range (rand, 0, (gint32) pointers->len)],
                      texts[g_rand_int_range (rand, 0, G_N_ELEMENTS (texts))]);
}

/* Loading a draft runs everything; a second load of the same forgets how readable answers were typed. */
static void
assert_equals_full_run (FormTest *t)
{
  g_autoptr (JsonNode) draft = hs_form_dup_draft (t->form);
  g_autoptr (HsForm) full = hs_form_new (t->package, t->world, t->units);
  g_autofree char *problems = form_test_problems (t->form), *full_problems = NULL;
  g_autoptr (JsonNode) submission = hs_form_dup_submission (t->form);
  g_autoptr (JsonNode) full_submission = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (hs_form_load_draft (full, draft, &error));
  g_assert_no_error (error);
  full_problems = form_test_problems (full);
  g_assert_cmpstr (problems, ==, full_problems);
  full_submission = hs_form_dup_submission (full);
  g_assert_true (hs_json_equal (submission, full_submission));
  for (guint i = 0; i < g_list_model_get_n_items (hs_form_get_sections (full)); i++)
    {
      g_autoptr (HsFormSection) a = g_list_model_get_item (hs_form_get_sections (full), i);
      g_autoptr (HsFormSection) b = g_list_model_get_item (hs_form_get_sections (t->form), i);

      g_assert_cmpint (hs_form_section_get_state (a), ==, hs_form_section_get_state (b));
      g_assert_true (!hs_form_section_is_relevant (a) == !hs_form_section_is_relevant (b));
    }
}

static void
test_edits (gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (form_test_seed ());
  g_autofree char *start = NULL, *end = NULL, *undone = NULL, *redone = NULL;
  FormTest t;

  form_test_set_up (&t, data);
  if (g_str_equal (data, "khai-sinh"))
    {
      g_autoptr (JsonNode) answers = form_test_complete_answers ();

      g_assert_true (hs_form_load_draft (t.form, answers, NULL));
    }
  start = form_test_snapshot (t.form);
  for (guint i = 0; i < N_EDITS; i++)
    {
      edit_once (&t, rand);
      assert_equals_full_run (&t);
    }
  end = form_test_snapshot (t.form);
  while (hs_form_can_undo (t.form))
    {
      hs_form_undo (t.form);
      if (g_rand_int_range (rand, 0, 8) == 0)
        assert_equals_full_run (&t);
    }
  undone = form_test_snapshot (t.form);
  g_assert_cmpstr (undone, ==, start);
  while (hs_form_can_redo (t.form))
    hs_form_redo (t.form);
  redone = form_test_snapshot (t.form);
  g_assert_cmpstr (redone, ==, end);
  form_test_tear_down (&t);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/form/incremental/birth", "khai-sinh", test_edits);
  g_test_add_data_func ("/form/incremental/repeat", "ho-gia-dinh", test_edits);
  return g_test_run ();
}
