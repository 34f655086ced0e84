/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Edits in a form of 500 fields with a repeat of 1,000 rows and rules over all rows (sum, count, unique),
 * and opening the largest shipped package. Writes the schema and the answers so that ajv can check the
 * same (form.mjs). Fails over the budgets: an answer under 1 ms (99th percentile), rows under 1 ms (median),
 * opening under 20 ms. Arguments: file for {schema, answers}, file for the figures. */
#define G_LOG_DOMAIN "hoso"

#include "base/hs-file.h"
#include "form/hs-form.h"

#include "hs-test.h"

#include <stdio.h>
#include <string.h>

#define N_FIELDS 500
#define N_ROWS 1000
#define N_EDITS 4000
#define N_OPENED 200
#define N_FIELD_EDITS 3 /* of the figures: answers; what follows is rows */

static const char messages[] =
  "'messages': {'required': 'Nhập {label}.', 'type': '{Label} sai kiểu.', 'format': '{Label} "
  "sai.', "
  "'enum': '{Label} sai.', 'maxLength': 'dài', 'minimum': 'ít', 'maximum': 'nhiều', 'maxItems': "
  "'nhiều', 'pattern': 'sai', 'value.true': 'Có', 'value.false': 'Không', 'value.row': 'Dòng {n}'}";

static void
append_field (GString *schema, GString *layout, GString *relevant, guint i)
{
  static const char *const kinds[] = {
    "'type': 'string', 'maxLength': 60, 'pattern': '^[^<>]*$'",
    "'type': 'integer', 'minimum': 0, 'maximum': 1000000",
    "'type': 'string', 'format': 'date'",
    "'type': 'boolean'",
    "'type': 'string', 'x-codeList': 'ma', 'enum': ['x', 'y', 'z']",
  };

  g_string_append_printf (schema, "%s'f%u': {'title': 'Ô %u', %s}", i > 0 ? ", " : "", i, i,
                          kinds[i % G_N_ELEMENTS (kinds)]);
  g_string_append_printf (layout, "%s{'type': 'Control', 'scope': '#/properties/f%u'}",
                          i > 0 ? ", " : "", i);
  /* every tenth text shows with the yes/no before it */
  if (i % 10 == 5)
    g_string_append_printf (relevant, "%s'/f%u': {'==': [{'var': 'f%u'}, true]}",
                            relevant->len > 0 ? ", " : "", i, i - 2);
}

static char *
make_package (void)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GString) schema = g_string_new (NULL);
  g_autoptr (GString) layout = g_string_new (NULL);
  g_autoptr (GString) relevant = g_string_new (NULL);

  for (guint i = 0; i < N_FIELDS; i++)
    append_field (schema, layout, relevant, i);
  g_string_append_printf (
    text,
    "{'meta': {'id': 'bench', 'version': '1.0.0', 'title': 'B', 'engine': 1}, 'schema': {'type': "
    "'object', 'additionalProperties': false, 'required': ['f0', 'f1'], 'properties': {%s, "
    "'tong': {'type': 'integer', 'title': 'Tổng'}, 'so': {'type': 'integer', 'title': 'Số'}, "
    "'hang': {'type': 'array', 'title': 'Hàng', 'maxItems': 2000, 'items': {'type': 'object', "
    "'additionalProperties': false, 'required': ['ten', 'gia'], 'properties': {'ten': {'type': "
    "'string', 'title': 'Tên', 'maxLength': 60}, 'ma': {'type': 'string', 'title': 'Mã', "
    "'pattern': "
    "'^[A-Z0-9]{1,12}$'}, 'gia': {'type': 'integer', 'title': 'Giá', 'minimum': 0}, 'ngay': "
    "{'type': "
    "'string', 'format': 'date', 'title': 'Ngày'}}}}}, 'allOf': [{'if': {'properties': {'f3': "
    "{'const': "
    "true}}, 'required': ['f3']}, 'then': {'required': ['f0']}}]}, ",
    schema->str);
  g_string_append_printf (text,
                          "'layout': {'type': 'Categorization', 'elements': [{'type': 'Category', "
                          "'i18n': 'a', 'label': 'A', "
                          "'elements': [%s, {'type': 'Control', 'scope': '#/properties/tong'}, "
                          "{'type': 'Control', 'scope': "
                          "'#/properties/so'}, {'type': 'ListWithDetail', 'scope': "
                          "'#/properties/hang', 'options': {'detail': "
                          "{'type': 'VerticalLayout', 'elements': [{'type': 'Control', 'scope': "
                          "'#/properties/ten'}, {'type': "
                          "'Control', 'scope': '#/properties/ma'}, {'type': 'Control', 'scope': "
                          "'#/properties/gia'}, {'type': "
                          "'Control', 'scope': '#/properties/ngay'}]}}}]}]}, ",
                          layout->str);
  g_string_append_printf (
    text,
    "'rules': {'relevant': {%s}, 'calculate': {'/tong': {'sum': 'hang.gia'}, '/so': {'count': "
    "'hang'}}, 'check': [{'id': 'trung', 'at': ['/hang'], 'when': {'!': {'unique': 'hang.ma'}}, "
    "'message': 'Trùng mã.', 'severity': 'error'}]}, 'codeLists': {'ma': [{'code': 'x', 'label': "
    "'X'}, "
    "{'code': 'y', 'label': 'Y'}, {'code': 'z', 'label': 'Z'}]}, %s}",
    relevant->str, messages);
  return g_strdelimit (g_string_free (text, FALSE), "'", '"');
}

static JsonNode *
make_answers (void)
{
  g_autoptr (GString) text = g_string_new ("{");
  g_autoptr (GError) error = NULL;
  JsonNode *node;

  for (guint i = 0; i < N_FIELDS; i++)
    switch (i % 5)
      {
      case 0:
        g_string_append_printf (text, "'f%u': 'Nguyễn Văn %u', ", i, i);
        break;
      case 1:
        g_string_append_printf (text, "'f%u': %u, ", i, i);
        break;
      case 2:
        g_string_append_printf (text, "'f%u': '2026-11-%02u', ", i, 1 + i % 28);
        break;
      case 3:
        g_string_append_printf (text, "'f%u': true, ", i);
        break;
      default:
        g_string_append_printf (text, "'f%u': 'y', ", i);
      }
  g_string_append (text, "'hang': [");
  for (guint i = 0; i < N_ROWS; i++)
    g_string_append_printf (
      text, "%s{'ten': 'Mặt hàng %u', 'ma': 'M%u', 'gia': %u, 'ngay': '2026-10-%02u'}",
      i > 0 ? ", " : "", i, i, i * 1000, 1 + i % 28);
  g_string_append (text, "]}");
  g_strdelimit (text->str, "'", '"');
  node = hs_json_parse (text->str, -1, HS_JSON_EXACT_NUMBERS, 0, &error);
  g_assert_no_error (error);
  return node;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

typedef struct
{
  const char *name;
  double median, p99; /* µs */
} Figure;

static Figure
figure (const char *name, gint64 *times, guint n)
{
  Figure f = { name, 0, 0 };

  qsort (times, n, sizeof *times, compare);
  f.median = (double) times[n / 2] / 1000;
  f.p99 = (double) times[n * 99 / 100] / 1000;
  printf ("%-34s median %8.1f µs, 99th percentile %8.1f µs\n", name, f.median, f.p99);
  return f;
}

/* Processor time of this thread: what else the machine does at the moment does not count, here as for the
 * peer. */
static gint64
now_ns (void)
{
  struct timespec t;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &t);
  return (gint64) t.tv_sec * 1000000000 + t.tv_nsec;
}

/* One kind of edit, again and again, each with another answer. */
static Figure
time_edits (HsForm *form, const char *name, const char *pattern, guint step, const char *value)
{
  static gint64 times[N_EDITS];

  for (guint i = 0; i < N_EDITS; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i * step % (step == 1 ? N_ROWS : N_FIELDS));
      g_auto (GStrv) parts = g_strsplit (pattern, "#", 2);
      g_autofree char *pointer = g_strconcat (parts[0], parts[1] != NULL ? number : "",
                                              parts[1] != NULL ? parts[1] : "", NULL);
      g_autofree char *text =
        g_strdup_printf ("%s%u", value, i / (step == 1 ? N_ROWS : N_FIELDS / step) + 10000 + i);
      gint64 start = now_ns ();

      hs_form_set_text (form, pointer, text);
      times[i] = now_ns () - start;
      g_assert_cmpstr (hs_form_field_get_text (hs_form_find_field (form, pointer)), ==, text);
    }
  return figure (name, times, N_EDITS);
}

static Figure
time_rows (HsForm *form)
{
  static gint64 times[N_EDITS];

  for (guint i = 0; i < N_EDITS; i++)
    {
      gint64 start = now_ns ();

      if (i % 4 == 0)
        hs_form_insert_row (form, "/hang", i * 7 % N_ROWS);
      else if (i % 4 == 1)
        hs_form_move_row (form, "/hang", i * 11 % N_ROWS, i * 5 % N_ROWS);
      else if (i % 4 == 2)
        hs_form_remove_row (form, "/hang", i * 3 % N_ROWS);
      else
        hs_form_undo (form);
      times[i] = now_ns () - start;
    }
  return figure ("rows: insert, move, remove, undo", times, N_EDITS);
}

/* The largest of the shipped packages, from bytes on the disk to a form. */
static Figure
time_opening (HsWorld *world)
{
  static gint64 times[N_OPENED];
  g_autofree char *folder = hs_world_share_path (world, "forms");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autofree char *largest = NULL, *label = NULL;
  gsize most = 0;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GBytes) bytes = NULL;

      if (!g_str_has_suffix (name, ".json") || g_str_has_suffix (name, ".tests.json"))
        continue;
      bytes = hs_file_load (path, 0, NULL);
      if (bytes == NULL || g_bytes_get_size (bytes) <= most)
        continue;
      most = g_bytes_get_size (bytes);
      g_free (largest);
      largest = g_steal_pointer (&path);
    }
  for (guint i = 0; i < N_OPENED; i++)
    {
      gint64 start = now_ns ();
      g_autoptr (GError) error = NULL;
      g_autoptr (HsFormPackage) package = hs_form_package_load_file_in (world, largest, &error);
      g_autoptr (HsForm) form = NULL;

      if (package == NULL)
        g_error ("%s", error->message);
      form = hs_form_new (package, world, NULL);
      times[i] = now_ns () - start;
      if (i == 0)
        label = g_strdup_printf ("opening %s", hs_form_package_get_id (package));
    }
  return figure (label, times, N_OPENED);
}

static void
write_cases (const char *path, const char *package, HsForm *form)
{
  g_autoptr (JsonNode) root = hs_json_parse (package, -1, HS_JSON_EXACT_NUMBERS, 0, NULL);
  g_autoptr (JsonObject) cases = json_object_new ();
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), cases);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  json_object_set_member (cases, "schema", json_node_copy (hs_json_pointer_get (root, "/schema")));
  json_object_set_member (cases, "answers", hs_form_dup_submission (form));
  bytes = hs_json_write_bytes (node);
  if (!g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                            &error))
    g_error ("%s", error->message);
}

static void
write_figures (const char *path, const Figure *figures, guint n)
{
  g_autoptr (GString) text = g_string_new ("{");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s\"%s\": {\"median\": %.1f, \"p99\": %.1f}", i > 0 ? ", " : "",
                            figures[i].name, figures[i].median, figures[i].p99);
  g_string_append (text, "}\n");
  if (!g_file_set_contents (path, text->str, -1, &error))
    g_error ("%s", error->message);
}

int
main (int argc, char **argv)
{
  HsWorld *world = hs_test_world_new ();
  g_autofree char *text = make_package ();
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (HsFormPackage) package = hs_form_package_load (bytes, &error);
  g_autoptr (HsForm) form = NULL;
  g_autoptr (JsonNode) answers = make_answers ();
  Figure figures[5];
  guint n = 0;
  gboolean slow;

  if (package == NULL)
    g_error ("%s", error->message);
  form = hs_form_new (package, world, NULL);
  if (!hs_form_load_draft (form, answers, &error))
    g_error ("%s", error->message);
  if (argc > 1)
    write_cases (argv[1], text, form);
  figures[n++] = time_edits (form, "a text of 500 fields", "/f#", 5, "Trần ");
  figures[n++] = time_edits (form, "a price in 1,000 rows (sum)", "/hang/#/gia", 1, "");
  figures[n++] = time_edits (form, "a code in 1,000 rows (unique)", "/hang/#/ma", 1, "K");
  figures[n++] = time_rows (form);
  slow = FALSE;
  for (guint i = 0; i < n; i++)
    slow |= (i < N_FIELD_EDITS ? figures[i].p99 : figures[i].median) > 1000;
  if (argc > 2)
    write_figures (argv[2], figures, n);
  g_clear_object (&form);
  g_clear_object (&package);
  slow |= time_opening (world).p99 > 20000;
  hs_test_world_free (world);
  return slow ? 1 : 0;
}
