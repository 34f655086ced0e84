/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drafts and edits from anywhere: a draft is refused whole or taken whole; after any edits the form
 * equals one that ran everything anew. Input: a draft, then 0xff, then lines "<letter><text>": what is
 * typed into the field of that number. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form.h"

#include <stdint.h>
#include <string.h>

#define MAX_EDITS 64

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static HsFormPackage *
get_package (void)
{
  static HsFormPackage *package;
  g_autoptr (GError) error = NULL;

  if (package == NULL)
    package = hs_form_package_load_file (FUZZ_FORM, &error);
  if (package == NULL)
    g_error ("%s", error->message);
  return package;
}

static char *
see (HsForm *form)
{
  g_autoptr (JsonNode) submission = hs_form_dup_submission (form);
  g_autofree char *json = hs_json_write (submission);
  GString *text = g_string_new (json);
  GListModel *problems = hs_form_get_problems (form);

  for (guint i = 0; i < g_list_model_get_n_items (problems); i++)
    {
      g_autoptr (HsFormProblem) problem = g_list_model_get_item (problems, i);

      g_string_append_printf (text, "\n%s %s", hs_form_problem_get_pointer (problem),
                              hs_form_problem_get_message (problem));
    }
  return g_string_free (text, FALSE);
}

static void
edit (HsForm *form, char *line)
{
  GListModel *sections = hs_form_get_sections (form);
  guint number = (guint8) *line;

  if (number == 0)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (sections); i++)
    {
      g_autoptr (HsFormSection) section = g_list_model_get_item (sections, i);
      GListModel *fields = hs_form_section_get_fields (section);
      guint n = g_list_model_get_n_items (fields);

      if (number % 97 < n)
        {
          g_autoptr (HsFormField) field = g_list_model_get_item (fields, number % 97);
          GListModel *rows = hs_form_field_get_rows (field);

          if (rows != NULL && g_list_model_get_n_items (rows) > 0 && line[1] == '-')
            hs_form_remove_row (form, hs_form_field_get_pointer (field), 0);
          else if (rows != NULL && g_list_model_get_n_items (rows) < 8)
            hs_form_insert_row (form, hs_form_field_get_pointer (field), 0);
          else if (rows == NULL && hs_form_field_get_kind (field) != HS_FIELD_NOTE)
            hs_form_set_text (form, hs_form_field_get_pointer (field), line + 1);
          return;
        }
      number -= n;
    }
}

static void
assert_equals_full_run (HsForm *form, HsWorld *world)
{
  g_autoptr (HsForm) full = hs_form_new (get_package (), world, NULL);
  g_autoptr (JsonNode) draft = hs_form_dup_draft (form);
  g_autofree char *a = see (form), *b = NULL;
  g_autoptr (GError) error = NULL;

  if (!hs_form_load_draft (full, draft, &error))
    g_error ("its own draft is refused: %s", error->message);
  b = see (full);
  if (!g_str_equal (a, b))
    g_error ("incremental:\n%s\nfull:\n%s", a, b);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const uint8_t *end = memchr (data, 0xff, size);
  size_t n_draft = end != NULL ? (size_t) (end - data) : size;
  g_autoptr (HsWorld) world = hs_world_new ("/nonexistent", "/nonexistent", "/nonexistent");
  g_autoptr (HsForm) form = hs_form_new (get_package (), world, NULL);
  g_autoptr (JsonNode) draft =
    hs_json_parse ((const char *) data, (gssize) n_draft, HS_JSON_EXACT_NUMBERS, 0, NULL);
  g_autofree char *edits = NULL;
  g_auto (GStrv) lines = NULL;

  if (draft != NULL)
    hs_form_load_draft (form, draft, NULL);
  if (end != NULL)
    edits = g_strndup ((const char *) end + 1, size - n_draft - 1);
  lines = g_strsplit (edits != NULL ? edits : "", "\n", MAX_EDITS);
  for (guint i = 0; lines[i] != NULL; i++)
    edit (form, lines[i]);
  assert_equals_full_run (form, world);
  while (hs_form_can_undo (form))
    hs_form_undo (form);
  assert_equals_full_run (form, world);
  return 0;
}
