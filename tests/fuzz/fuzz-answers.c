/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drafts and edits from anywhere: a draft is refused whole or taken whole; after any edits the form
 * equals one that ran everything anew. Input: a draft, then 0xff, then lines "<letter><text>": what is
 * typed into the field of that number, rows and their fields counted; for a repeat "-" takes a row out, "~"
 * moves one, else one is put in; "<" undoes, ">" redoes, "(" and ")" begin and end a group. Each input is
 * given to a form with rules and rows, and to one with conditions in its schema. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form.h"

#include <stdint.h>
#include <string.h>

#define MAX_EDITS 64

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static const char *const files[] = { FUZZ_FORMS "/ho-gia-dinh.json", FUZZ_FORMS "/rang-buoc.json" };

static HsFormPackage *
get_package (guint number)
{
  static HsFormPackage *packages[G_N_ELEMENTS (files)];
  g_autoptr (GError) error = NULL;

  if (packages[number] == NULL)
    packages[number] = hs_form_package_load_file (files[number], &error);
  if (packages[number] == NULL)
    g_error ("%s", error->message);
  return packages[number];
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

/* (nullable) (transfer full) the field of that number, which goes down as fields are passed. */
static HsFormField *
find_field (GListModel *fields, guint *number)
{
  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (HsFormField) field = g_list_model_get_item (fields, i);
      GListModel *rows = hs_form_field_get_rows (field);

      if ((*number)-- == 0)
        return g_steal_pointer (&field);
      for (guint k = 0; rows != NULL && k < g_list_model_get_n_items (rows); k++)
        {
          g_autoptr (HsFormRow) row = g_list_model_get_item (rows, k);
          HsFormField *inner = find_field (hs_form_row_get_fields (row), number);

          if (inner != NULL)
            return inner;
        }
    }
  return NULL;
}

static void
edit_rows (HsForm *form, HsFormField *field, const char *what)
{
  const char *pointer = hs_form_field_get_pointer (field);
  guint n = g_list_model_get_n_items (hs_form_field_get_rows (field));
  guint at = (guint8) what[0] != 0 ? (guint8) what[1] : 0;

  if (*what == '-' && n > 0)
    hs_form_remove_row (form, pointer, at % n);
  else if (*what == '~' && n > 0)
    hs_form_move_row (form, pointer, at % n, at / 16 % n);
  else if (n < 8)
    hs_form_insert_row (form, pointer, at % (n + 1));
}

static void
edit (HsForm *form, char *line, guint *depth)
{
  GListModel *sections = hs_form_get_sections (form);
  guint number = (guint8) *line % 97;

  if (*line == '<')
    hs_form_undo (form);
  else if (*line == '>')
    hs_form_redo (form);
  else if (*line == '(' && ++*depth > 0)
    hs_form_begin_edit (form);
  else if (*line == ')' && *depth > 0 && (*depth)-- > 0)
    hs_form_end_edit (form);
  else
    for (guint i = 0; *line != '\0' && i < g_list_model_get_n_items (sections); i++)
      {
        g_autoptr (HsFormSection) section = g_list_model_get_item (sections, i);
        g_autoptr (HsFormField) field = find_field (hs_form_section_get_fields (section), &number);

        if (field == NULL)
          continue;
        if (hs_form_field_get_rows (field) != NULL)
          edit_rows (form, field, line + 1);
        else if (hs_form_field_get_kind (field) != HS_FIELD_NOTE)
          hs_form_set_text (form, hs_form_field_get_pointer (field), line + 1);
        return;
      }
}

static void
assert_equals_full_run (HsForm *form, HsWorld *world)
{
  g_autoptr (HsForm) full = hs_form_new (hs_form_get_package (form), world, NULL);
  g_autoptr (JsonNode) draft = hs_form_dup_draft (form);
  g_autofree char *a = see (form), *b = NULL;
  g_autoptr (GError) error = NULL;

  if (!hs_form_load_draft (full, draft, &error))
    g_error ("its own draft is refused: %s", error->message);
  b = see (full);
  if (!g_str_equal (a, b))
    g_error ("incremental:\n%s\nfull:\n%s", a, b);
  hs_form_check_submission (form, NULL);
}

static void
try_package (guint number, JsonNode *draft, char **lines)
{
  g_autoptr (HsWorld) world = hs_world_new ("/nonexistent", "/nonexistent", "/nonexistent");
  g_autoptr (HsForm) form = hs_form_new (get_package (number), world, NULL);
  guint depth = 0;

  if (draft != NULL)
    hs_form_load_draft (form, draft, NULL);
  for (guint i = 0; lines[i] != NULL; i++)
    edit (form, lines[i], &depth);
  while (depth-- > 0)
    hs_form_end_edit (form);
  assert_equals_full_run (form, world);
  while (hs_form_can_undo (form))
    hs_form_undo (form);
  assert_equals_full_run (form, world);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const uint8_t *end = memchr (data, 0xff, size);
  size_t n_draft = end != NULL ? (size_t) (end - data) : size;
  g_autoptr (JsonNode) draft =
    hs_json_parse ((const char *) data, (gssize) n_draft, HS_JSON_EXACT_NUMBERS, 0, NULL);
  g_autofree char *edits = NULL;
  g_auto (GStrv) lines = NULL;

  if (end != NULL)
    edits = g_strndup ((const char *) end + 1, size - n_draft - 1);
  lines = g_strsplit (edits != NULL ? edits : "", "\n", MAX_EDITS);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    try_package (i, draft, lines);
  return 0;
}
