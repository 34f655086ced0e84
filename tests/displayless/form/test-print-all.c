/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every shipped declaration, every question answered at length, every branch taken: each answer is
 * found again in the PDF, in the official declaration and in the summary alike. Nothing is cut. */
#define G_LOG_DOMAIN "hoso"

#include "form-test.h"

#include "base/hs-text.h"
#include "form/print/hs-print.h"

#include <glib/gstdio.h>
#include <string.h>

#define N_PASSES 9 /* as many as the longest short list has options, and some */
#define N_ROWS 3

/* Without any of the fonts, or without pdftotext, skipped by name. */
static gboolean
can_check (FormTest *t)
{
  const HsPrintOptions options = { .official = FALSE, .now_us = HS_TEST_NOW_US };
  g_autofree char *program = g_find_program_in_path ("pdftotext");
  g_autoptr (GError) error = NULL;
  HsPrintLayout *layout;

  if (program == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return FALSE;
    }
  layout = hs_print_layout_new (t->form, &options, &error);
  if (layout == NULL && g_error_matches (error, HS_FORM_ERROR, HS_FORM_ERROR_FONT))
    {
      g_test_skip (error->message);
      return FALSE;
    }
  g_assert_no_error (error);
  hs_print_layout_free (layout);
  return TRUE;
}

/* How the reader orders what is side by side: as it sees columns, or as it was drawn. A cell of a table
 * with several lines is whole in one or the other. */
static char *
read_pdf (FormTest *t, GBytes *pdf, gboolean as_drawn)
{
  g_autofree char *path = hs_world_data_path (t->world, "a.pdf");
  const char *argv[] = { "pdftotext", "-enc", "UTF-8", as_drawn ? "-raw" : "-nopgbrk",
                         path,        "-",    NULL };
  g_autoptr (GError) error = NULL;
  char *text = NULL;
  int status;

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (pdf, NULL),
                                      (gssize) g_bytes_get_size (pdf), NULL));
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text,
                               NULL, &status, &error));
  g_assert_true (g_spawn_check_wait_status (status, &error));
  g_remove (path);
  return text;
}

/* Lines break anywhere, pages end anywhere, and the paper may have capitals: only the letters count,
 * composed. */
static char *
squeeze (const char *text)
{
  g_autofree char *upper = g_utf8_strup (text, -1);
  g_autofree char *normal = g_utf8_normalize (upper, -1, G_NORMALIZE_NFC);
  GString *squeezed = g_string_new (NULL);

  for (const char *c = normal; *c != '\0'; c = g_utf8_next_char (c))
    if (!g_unichar_isspace (g_utf8_get_char (c)))
      g_string_append_unichar (squeezed, g_utf8_get_char (c));
  return g_string_free (squeezed, FALSE);
}

/* Long, of words no two of which are alike, within the limit of the schema. */
static char *
long_text (HsFormField *field, guint number)
{
  static const char *const words[] = { "Nghiêng", "Quỳnh", "đường", "Thuở", "Ngoằn", "ngoèo",
                                       "Phượng",  "ưỡn",   "Ẩn",    "Ỷ",    "lặng",  "vẫn" };
  guint most = hs_form_field_get_max_length (field), letter = number;
  GString *text = g_string_new (NULL);
  g_autofree char *cut = NULL;

  most = most == 0 || most > 250 ? 250 : most;
  while ((guint) g_utf8_strlen (text->str, -1) < most)
    {
      g_string_append_printf (text, "%s%s%c", text->len > 0 ? " " : "",
                              words[letter % G_N_ELEMENTS (words)], 'a' + (int) (letter * 7 % 26));
      letter++;
    }
  cut = g_utf8_substring (text->str, 0, most);
  g_string_free (text, TRUE);
  return g_strdup (g_strstrip (cut));
}

static char *
text_for (HsFormField *field, guint pass, guint number)
{
  const char *format = hs_form_field_get_format (field);
  GPtrArray *options = hs_form_field_get_options (field);

  if (g_strcmp0 (format, "vn-cccd") == 0)
    return g_strdup_printf ("001195%06u", 100000 + number);
  if (g_strcmp0 (format, "vn-phone") == 0)
    return g_strdup ("0912345678");
  if (g_strcmp0 (format, "email") == 0)
    return g_strdup ("mot.dia.chi.thu.dien.tu.rat.dai.de.xem.co.bi.cat@vi-du.example.vn");
  switch (hs_form_field_get_kind (field))
    {
    case HS_FIELD_NUMBER:
      return g_strdup ("12");
    case HS_FIELD_MONEY:
      return g_strdup ("987654321");
    case HS_FIELD_DATE:
      return g_strdup_printf ("%u/%u/2019", 1 + number % 28, 1 + number % 12);
    case HS_FIELD_PARTIAL_DATE:
      return pass % 2 == 0 ? g_strdup ("1987") : g_strdup ("2/1987");
    case HS_FIELD_YES_NO:
      return g_strdup (pass % 2 == 0 ? "true" : "false");
    case HS_FIELD_CHOICE:
    case HS_FIELD_LONG_CHOICE:
      return g_strdup (((HsFormOption *) options->pdata[pass % options->len])->code);
    case HS_FIELD_UNIT:
      return g_strdup (number % 2 == 0 ? "00004" : "00025");
    default:
      return long_text (field, number);
    }
}

typedef struct
{
  HsForm *form;
  guint pass;
  guint number;
} Filling;

static void
fill (Filling *f, HsFormField *field)
{
  HsFieldKind kind = hs_form_field_get_kind (field);
  g_autofree char *pointer = g_strdup (hs_form_field_get_pointer (field));
  g_autofree char *text = NULL;

  f->number++;
  if (!hs_form_field_is_relevant (field) || kind == HS_FIELD_NOTE || kind == HS_FIELD_COMPUTED)
    return;
  if (kind == HS_FIELD_REPEAT)
    {
      GListModel *rows = hs_form_field_get_rows (field);

      while (g_list_model_get_n_items (rows) < N_ROWS)
        hs_form_insert_row (f->form, pointer, g_list_model_get_n_items (rows));
      for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
        {
          g_autoptr (HsFormRow) row = g_list_model_get_item (rows, i);
          GListModel *fields = hs_form_row_get_fields (row);

          for (guint k = 0; k < g_list_model_get_n_items (fields); k++)
            {
              g_autoptr (HsFormField) inner = g_list_model_get_item (fields, k);

              fill (f, inner);
            }
        }
      return;
    }
  text = text_for (field, f->pass, f->number);
  hs_form_set_text (f->form, pointer, text);
}

/* Twice: what the first answers uncovered is answered then. */
static void
fill_all (HsForm *form, guint pass)
{
  GListModel *sections = hs_form_get_sections (form);

  for (guint again = 0; again < 3; again++)
    {
      Filling f = { form, pass, pass * 100 };

      for (guint i = 0; i < g_list_model_get_n_items (sections); i++)
        {
          g_autoptr (HsFormSection) section = g_list_model_get_item (sections, i);
          GListModel *fields = hs_form_section_get_fields (section);

          for (guint k = 0; k < g_list_model_get_n_items (fields); k++)
            {
              g_autoptr (HsFormField) field = g_list_model_get_item (fields, k);

              fill (&f, field);
            }
        }
    }
}

/* Questions the paper answers with a tick, or in its own words. */
static void
collect_marks (JsonNode *node, GHashTable *marks)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
      collect_marks (json_array_get_element (json_node_get_array (node), i), marks);
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      const char *name;
      JsonNode *member;

      json_object_iter_init (&iter, json_node_get_object (node));
      while (json_object_iter_next (&iter, &name, &member))
        if (g_str_equal (name, "tick"))
          g_hash_table_add (marks, (gpointer) json_node_get_string (member));
        else
          collect_marks (member, marks);
    }
}

static GHashTable *
find_marks (HsFormPackage *package)
{
  GHashTable *marks = g_hash_table_new (g_str_hash, g_str_equal);
  JsonObject *print = hs_json_object (hs_form_package_get_root (package), "print");
  JsonArray *covers = hs_json_array (print, "covers");

  collect_marks (json_object_get_member (print, "blocks"), marks);
  for (guint i = 0; covers != NULL && i < json_array_get_length (covers); i++)
    g_hash_table_add (marks, (gpointer) json_array_get_string_element (covers, i));
  return marks;
}

static guint
check_found (FormTest *t, HsPrintTree *tree, gboolean official, GHashTable *marks,
             const char *where)
{
  const HsPrintOptions options = { .official = official,
                                   .draft = TRUE,
                                   .dossier = "H50.12-261124-0007",
                                   .recipient = "Uỷ ban nhân dân phường Ba Đình",
                                   .now_us = HS_TEST_NOW_US };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = hs_print_to_pdf (t->form, &options, &error);
  g_autofree char *text = NULL, *drawn = NULL;
  g_autofree char *squeezed = NULL, *squeezed_drawn = NULL;
  guint n_missing = 0;

  g_assert_no_error (error);
  text = read_pdf (t, pdf, FALSE);
  drawn = read_pdf (t, pdf, TRUE);
  squeezed = squeeze (text);
  squeezed_drawn = squeeze (drawn);
  for (guint i = 0; i < tree->sections->len; i++)
    {
      HsPrintSection *section = tree->sections->pdata[i];

      for (guint k = 0; k < section->rows->len; k++)
        {
          HsPrintRow *row = section->rows->pdata[k];
          g_autofree char *wanted = squeeze (row->value);

          if (row->kind != HS_PRINT_VALUE || strstr (squeezed, wanted) != NULL ||
              strstr (squeezed_drawn, wanted) != NULL ||
              (official && g_hash_table_contains (marks, row->pointer)))
            continue;
          g_printerr ("# %s, %s: not on paper: %s: %s\n", where, official ? "official" : "summary",
                      row->pointer, row->value);
          n_missing++;
        }
    }
  return n_missing;
}

static void
test_package (gconstpointer data)
{
  const char *id = data;
  g_autoptr (GHashTable) marks = NULL;
  guint n_missing = 0;
  FormTest t;

  form_test_set_up (&t, id);
  marks = find_marks (t.package);
  for (guint pass = 0; can_check (&t) && pass < N_PASSES; pass++)
    {
      g_autoptr (HsPrintTree) tree = NULL;
      g_autofree char *where = g_strdup_printf ("%s, pass %u", id, pass);
      g_autofree char *plain = NULL;

      fill_all (t.form, pass);
      tree = hs_print_tree_new (t.form);
      n_missing += check_found (&t, tree, TRUE, marks, where);
      n_missing += check_found (&t, tree, FALSE, marks, where);
      plain = hs_print_tree_to_text (tree);
      g_assert_true (g_utf8_validate (plain, -1, NULL));
    }
  g_assert_cmpuint (n_missing, ==, 0);
  form_test_tear_down (&t);
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) ids = NULL;

  g_test_init (&argc, &argv, NULL);
  ids = form_test_shipped ();
  for (guint i = 0; i < ids->len; i++)
    {
      g_autofree char *path = g_strconcat ("/form/print-all/", ids->pdata[i], NULL);

      g_test_add_data_func (path, ids->pdata[i], test_package);
    }
  return g_test_run ();
}
