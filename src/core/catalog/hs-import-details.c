/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A JSON array of whole records. The array is cut into its elements first and each is read by itself, so
 * that one broken record costs one record; after a break the next beginning of a record is looked for. */
#define G_LOG_DOMAIN "hoso"

#include "catalog/hs-import.h"

#include "base/hs-json.h"
#include "base/hs-text.h"

#include <string.h>

#define MAX_RECORD (8 * 1024 * 1024)

typedef struct
{
  const char *text;
  gsize length;
  gsize at;         /* next byte */
  gsize line_start; /* where the current line begins */
  gsize counted;    /* lines are counted up to here */
  guint line;       /* from 1 */
} Scan;

typedef struct
{
  gsize start;
  gsize end;
  guint line;
  guint column;
} Slice;

static void
count_lines (Scan *scan, gsize upto)
{
  const char *newline;

  while (scan->counted < upto &&
         (newline = memchr (scan->text + scan->counted, '\n', upto - scan->counted)) != NULL)
    {
      scan->counted = (gsize) (newline - scan->text) + 1;
      scan->line_start = scan->counted;
      scan->line++;
    }
  scan->counted = MAX (scan->counted, upto);
}

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* End of the value that begins at start: its closing bracket, or the end of the text. */
static gsize
find_end (const Scan *scan, gsize start)
{
  gboolean in_string = FALSE;
  guint depth = 0;

  for (gsize i = start; i < scan->length; i++)
    {
      char c = scan->text[i];

      if (in_string)
        {
          if (c == '\\')
            i++;
          else if (c == '"')
            in_string = FALSE;
        }
      else if (c == '"')
        in_string = TRUE;
      else if (c == '{' || c == '[')
        depth++;
      else if (depth > 0 && (c == '}' || c == ']'))
        depth--;
      else if (depth == 0 && (c == ',' || c == ']' || c == '}'))
        return i;
      if (depth == 0 && (c == '}' || c == ']'))
        return i + 1;
    }
  return scan->length;
}

/* FALSE at the end of the array (or text). Commas are not insisted on here. */
static gboolean
next_slice (Scan *scan, Slice *slice)
{
  while (scan->at < scan->length &&
         (is_space (scan->text[scan->at]) || scan->text[scan->at] == ','))
    scan->at++;
  if (scan->at >= scan->length || scan->text[scan->at] == ']')
    return FALSE;
  count_lines (scan, scan->at);
  slice->start = scan->at;
  slice->line = scan->line;
  slice->column = (guint) (scan->at - scan->line_start) + 1;
  slice->end = find_end (scan, slice->start);
  if (slice->end == slice->start) /* a bracket that closes nothing */
    slice->end++;
  scan->at = slice->end;
  return TRUE;
}

/* After a break: the next thing that looks like the head of a record, inside the broken slice. */
static void
resume (Scan *scan, const Slice *broken, GRegex *head)
{
  g_autoptr (GMatchInfo) match = NULL;
  int start;

  if (broken->end - broken->start < 2)
    return;
  if (g_regex_match_full (head, scan->text + broken->start + 1,
                          (gssize) (broken->end - broken->start - 1), 0, 0, &match, NULL) &&
      g_match_info_fetch_pos (match, 0, &start, NULL))
    scan->at = broken->start + 1 + (gsize) start;
}

/* The reader's message counts from the record's start; read again with the place before it filled up,
 * so that it counts from the file's start. */
static char *
explain_syntax (const Scan *scan, const Slice *slice)
{
  g_autoptr (GString) padded = g_string_new (NULL);
  g_autoptr (GError) problem = NULL;
  g_autoptr (JsonNode) node = NULL;

  for (guint i = 1; i < slice->line; i++)
    g_string_append_c (padded, '\n');
  for (guint i = 1; i < slice->column; i++)
    g_string_append_c (padded, ' ');
  g_string_append_len (padded, scan->text + slice->start, (gssize) (slice->end - slice->start));
  node = hs_json_parse (padded->str, (gssize) padded->len, HS_JSON_DEFAULT, 0, &problem);
  return g_strdup (problem != NULL ? problem->message : "cannot be read");
}

/* Place of a member in the file: "line 12, column 5". */
static char *
locate (const Scan *scan, const Slice *slice, const char *pointer)
{
  g_autoptr (GBytes) bytes = g_bytes_new (scan->text + slice->start, slice->end - slice->start);
  g_autoptr (HsJsonIndex) index = NULL;
  g_autoptr (JsonNode) node = hs_json_parse_indexed (bytes, HS_JSON_DEFAULT, &index, NULL);
  guint line = 1;
  guint column = 1;

  if (node != NULL && pointer != NULL && !hs_json_index_find (index, pointer, &line, &column))
    line = column = 1;
  return g_strdup_printf ("line %u, column %u", slice->line + line - 1,
                          line == 1 ? slice->column + column - 1 : column);
}

/* FALSE only when the database failed. *shaped: the record had code and name. */
static gboolean
put_record (HsImport *self, const Scan *scan, const Slice *slice, JsonNode *node, gboolean *shaped,
            GError **error)
{
  g_autoptr (JsonObject) record = NULL;
  g_autoptr (GError) problem = NULL;
  g_autofree char *pointer = NULL;
  g_autofree char *place = NULL;
  JsonObject *object;

  *shaped = FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      place = locate (scan, slice, NULL);
      hs_import_refuse (self, NULL, place, "not an object");
      return TRUE;
    }
  object = json_node_get_object (node);
  *shaped =
    hs_json_string (object, "ma", NULL) != NULL && hs_json_string (object, "ten", NULL) != NULL;
  record = hs_import_convert (object, &pointer, &problem);
  if (record == NULL)
    {
      place = locate (scan, slice, pointer);
      hs_import_refuse (self, hs_json_string (object, "ma", ""), place, problem->message);
      return TRUE;
    }
  return hs_import_put (self, HS_RECORD_DETAILS, record, hs_json_string (object, "uuid", ""),
                        error);
}

static JsonNode *
parse_slice (const Scan *scan, const Slice *slice)
{
  if (slice->end - slice->start > MAX_RECORD)
    return NULL;
  return hs_json_parse (scan->text + slice->start, (gssize) (slice->end - slice->start),
                        HS_JSON_DEFAULT, 0, NULL);
}

static gboolean
import_records (HsImport *self, Scan *scan, GRegex *head, guint *n_shaped, GError **error)
{
  Slice slice;

  while (next_slice (scan, &slice))
    {
      g_autoptr (JsonNode) node = NULL;
      gboolean shaped = FALSE;

      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      self->report->n_read++;
      node = parse_slice (scan, &slice);
      if (node != NULL)
        {
          if (!put_record (self, scan, &slice, node, &shaped, error))
            return FALSE;
        }
      else
        {
          g_autofree char *place = g_strdup_printf ("line %u, column %u", slice.line, slice.column);
          g_autofree char *reason = explain_syntax (scan, &slice);

          resume (scan, &slice, head);
          hs_import_refuse (self, NULL, place, reason);
        }
      *n_shaped += shaped;
    }
  return TRUE;
}

/* What must be at the end of an array; a file cut off is worth a word even when its records went in. */
static void
check_end (HsImport *self, Scan *scan)
{
  gboolean closed = scan->at < scan->length;

  while (closed && ++scan->at < scan->length)
    if (!is_space (scan->text[scan->at]))
      {
        hs_import_refuse (self, NULL, "after it", "there is more text after the end of the list");
        return;
      }
  if (!closed)
    hs_import_refuse (self, NULL, "after it", "the list is not closed, the file may be cut off");
}

gboolean
hs_import_details (HsImport *self, const char *text, gsize length, GError **error)
{
  g_autoptr (GRegex) head = g_regex_new (
    "\\{\\s*\"ma\"\\s*:\\s*\"\\d\\.\\d{6}(\\.\\d{3}\\.\\d{2}\\.\\d{2}\\.[A-Z]\\d{2})?\"",
    G_REGEX_RAW | G_REGEX_OPTIMIZE, 0, NULL);
  Scan scan = { .text = text, .length = length, .line = 1 };
  guint n_shaped = 0;

  while (scan.text[scan.at] != '[')
    scan.at++;
  scan.at++;
  if (!import_records (self, &scan, head, &n_shaped, error))
    return FALSE;
  if (self->report->n_read > 0 && n_shaped == 0)
    {
      g_set_error (
        error, HS_CATALOG_ERROR, HS_CATALOG_ERROR_FORMAT,
        "%s is no list of procedures: no record has a code \"ma\" and a name \"ten\" (%s)",
        self->file_name,
        self->report->refused->len > 0 ? (char *) g_ptr_array_index (self->report->refused, 0)
                                       : "");
      return FALSE;
    }
  check_end (self, &scan);
  return TRUE;
}
