/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Helpers of the form engine's tests. */
#define G_LOG_DOMAIN "hoso"

#include "form-test.h"

#include "base/hs-file.h"

#include <string.h>

void
form_test_set_up (FormTest *t, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_strdup_printf ("forms/%s.json", id);
  g_autofree char *fixture = hs_test_fixture (name);

  t->world = hs_test_world_new ();
  t->units = hs_units_load (t->world, &error);
  g_assert_no_error (error);
  if (g_file_test (fixture, G_FILE_TEST_EXISTS))
    t->package = hs_form_package_load_file (fixture, &error);
  else
    t->package = hs_form_package_find (t->world, id, &error);
  g_assert_no_error (error);
  t->form = hs_form_new (t->package, t->world, t->units);
}

void
form_test_tear_down (FormTest *t)
{
  if (t->form != NULL)
    g_assert_finalize_object (t->form);
  g_assert_finalize_object (t->package);
  hs_units_unref (t->units);
  hs_test_world_free (t->world);
}

JsonNode *
form_test_complete_answers (void)
{
  g_autofree char *path =
    g_build_filename (g_getenv ("HOSO_SHARE_DIR"), "forms", "khai-sinh.tests.json", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) tests = hs_json_load (path, HS_JSON_EXACT_NUMBERS, &error);

  g_assert_no_error (error);
  return json_node_copy (hs_json_pointer_get (tests, "/0/answers"));
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

GPtrArray *
form_test_shipped (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("HOSO_SHARE_DIR"), "forms", NULL);
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  GDir *dir = g_dir_open (folder, 0, &error);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json") && !g_str_has_suffix (name, ".tests.json"))
      g_ptr_array_add (ids, g_strndup (name, strlen (name) - strlen (".json")));
  g_dir_close (dir);
  g_ptr_array_sort (ids, compare_texts);
  g_assert_cmpuint (ids->len, >, 0);
  return ids;
}

JsonNode *
form_test_json (const char *text)
{
  g_autofree char *quoted = g_strdelimit (g_strdup (text), "'", '"');
  g_autoptr (GError) error = NULL;
  JsonNode *node = hs_json_parse (quoted, -1, HS_JSON_EXACT_NUMBERS, 0, &error);

  g_assert_no_error (error);
  return node;
}

static void
append_problems (HsForm *form, gboolean warnings, GString *text)
{
  GListModel *list = hs_form_get_problems (form);
  gboolean first = TRUE;

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (HsFormProblem) problem = g_list_model_get_item (list, i);

      if (!hs_form_problem_is_warning (problem) != !warnings)
        continue;
      g_string_append_printf (text, "%s%s %s", first ? "" : ", ",
                              hs_form_problem_get_pointer (problem),
                              hs_form_problem_get_rule (problem));
      first = FALSE;
    }
}

char *
form_test_problems (HsForm *form)
{
  GString *text = g_string_new (NULL);

  append_problems (form, FALSE, text);
  g_string_append (text, " | ");
  append_problems (form, TRUE, text);
  return g_string_free (text, FALSE);
}

static void append_fields (GListModel *fields, GString *text);

static void
append_field (HsFormField *field, GString *text)
{
  JsonNode *value = hs_form_field_get_value (field);
  g_autofree char *json = value != NULL ? hs_json_write (value) : g_strdup ("-");
  GListModel *rows = hs_form_field_get_rows (field);

  g_string_append_printf (text, "%s|%s|%s|%d%d%d|%s|%s\n", hs_form_field_get_pointer (field),
                          hs_form_field_get_text (field), json, hs_form_field_is_relevant (field),
                          hs_form_field_is_required (field), hs_form_field_is_read_only (field),
                          hs_form_field_get_error (field), hs_form_field_get_warning (field));
  for (guint i = 0; rows != NULL && i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (HsFormRow) row = g_list_model_get_item (rows, i);

      g_string_append_printf (text, "row %s\n", hs_form_row_get_id (row));
      append_fields (hs_form_row_get_fields (row), text);
    }
}

static void
append_fields (GListModel *fields, GString *text)
{
  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (HsFormField) field = g_list_model_get_item (fields, i);

      append_field (field, text);
    }
}

char *
form_test_snapshot (HsForm *form)
{
  GString *text = g_string_new (NULL);
  GListModel *sections = hs_form_get_sections (form);
  g_autofree char *problems = form_test_problems (form);
  g_autoptr (JsonNode) submission = hs_form_dup_submission (form);
  g_autofree char *json = hs_json_write (submission);

  for (guint i = 0; i < g_list_model_get_n_items (sections); i++)
    {
      g_autoptr (HsFormSection) section = g_list_model_get_item (sections, i);

      g_string_append_printf (text, "section %s %u %d\n", hs_form_section_get_id (section),
                              hs_form_section_get_state (section),
                              hs_form_section_is_relevant (section));
      append_fields (hs_form_section_get_fields (section), text);
    }
  g_string_append_printf (text, "%s\n%s\n", problems, json);
  return g_string_free (text, FALSE);
}

void
form_test_assert_value (HsForm *form, const char *pointer, const char *json)
{
  HsFormField *field = hs_form_find_field (form, pointer);
  JsonNode *value;
  g_autofree char *text = NULL;

  g_assert_nonnull (field);
  value = hs_form_field_get_value (field);
  text = value != NULL ? hs_json_write (value) : g_strdup ("null");
  g_assert_cmpstr (text, ==, json);
}

guint32
form_test_seed (void)
{
  const char *given = g_getenv ("HOSO_TEST_SEED");
  guint32 seed =
    given != NULL ? (guint32) g_ascii_strtoull (given, NULL, 10) : (guint32) g_get_real_time ();

  g_test_message ("HOSO_TEST_SEED=%u", seed);
  return seed;
}

HsPerson *
form_test_person (const char *json)
{
  g_autoptr (JsonNode) node = form_test_json (json);
  g_autoptr (GError) error = NULL;
  HsPerson *person = hs_person_new (node, NULL, NULL, &error);

  g_assert_no_error (error);
  return person;
}

HsPerson *
form_test_full_person (void)
{
  return form_test_person (
    "{'fullName': 'Nguyễn Thị Hoa', 'sex': 'female', 'birthDate': '1990-02-01',"
    " 'identityNumber': '001190000123', 'oldIdentityNumber': '012345678',"
    " 'identityIssued': '2021-09-05', 'identityIssuer': 'Bộ Công an',"
    " 'identityExpires': '2030-02-01', 'passportNumber': 'B1234567', 'nationality': 'VN',"
    " 'ethnicGroup': '01', 'religion': 'Phật giáo', 'birthPlace': 'Hà Nội',"
    " 'homeTown': 'Hà Nội', 'commune': '00004', 'street': 'Số 12, ngõ 5',"
    " 'phone': '0912345678', 'email': 'hoa@example.vn', 'occupation': 'Giáo viên',"
    " 'taxCode': '0100109106', 'insuranceNumber': '0123456789', 'relation': 'spouse'}");
}
