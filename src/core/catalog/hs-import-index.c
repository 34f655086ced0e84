/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The national list of procedures as a table with a header line: code, name, field, office, applicants.
 * Details are not in it. */
#define G_LOG_DOMAIN "hoso"

#include "catalog/hs-import.h"

#include "base/hs-text.h"
#include "catalog/hs-search-text.h"

#include <string.h>

#define MAX_COLUMNS 32
#define MAX_LINE (1024 * 1024)

typedef enum
{
  CODE,
  NAME,
  FIELD,
  OFFICE,
  AUDIENCE,
  KIND,
  STATE,
  UUID,
  N_MEANINGS
} Meaning;

static const char *const column_names[N_MEANINGS] = { "ma_thu_tuc",       "ten",       "linh_vuc",
                                                      "co_quan_ban_hanh", "doi_tuong", "loai",
                                                      "trang_thai",       "uuid" };

typedef struct
{
  int place[N_MEANINGS]; /* column of a meaning, -1: not in this table */
  guint n_columns;
} Header;

static gsize
line_length (const char *text, gsize length)
{
  const char *end = memchr (text, '\n', length);

  return end != NULL ? (gsize) (end - text) : length;
}

static char *
dup_line (const char *text, gsize length)
{
  if (length > 0 && text[length - 1] == '\r')
    length--;
  return g_strndup (text, length);
}

gboolean
hs_import_index_is_header (const char *text, gsize length)
{
  return length > 11 && memcmp (text, "ma_thu_tuc\t", 11) == 0;
}

static void
read_header (Header *header, const char *line)
{
  g_auto (GStrv) cells = g_strsplit (line, "\t", -1);

  header->n_columns = g_strv_length (cells);
  for (guint m = 0; m < N_MEANINGS; m++)
    {
      header->place[m] = -1;
      for (guint i = 0; i < header->n_columns; i++)
        if (strcmp (cells[i], column_names[m]) == 0)
          header->place[m] = (int) i;
    }
}

static const char *
cell (const Header *header, char **cells, Meaning meaning)
{
  return header->place[meaning] >= 0 ? cells[header->place[meaning]] : "";
}

static JsonObject *
convert (HsImport *self, const Header *header, char **cells)
{
  g_auto (GStrv) audience = g_strsplit (cell (header, cells, AUDIENCE), ";", -1);
  g_autofree char *name = hs_text_normalize (cell (header, cells, NAME));
  g_autofree char *title = hs_search_title (name);
  g_autofree char *field = hs_text_normalize (cell (header, cells, FIELD));
  g_autofree char *office = hs_text_normalize (cell (header, cells, OFFICE));
  g_autofree char *source =
    g_strdup_printf ("Cơ sở dữ liệu quốc gia về thủ tục hành chính (%s)", self->file_name);
  JsonObject *record = json_object_new ();

  json_object_set_string_member (record, "code", cell (header, cells, CODE));
  json_object_set_string_member (record, "title", title);
  json_object_set_string_member (record, "legalName", name);
  json_object_set_string_member (record, "field", field);
  json_object_set_string_member (record, "promulgator", office);
  json_object_set_string_member (record, "kind", cell (header, cells, KIND));
  json_object_set_string_member (record, "state", cell (header, cells, STATE));
  json_object_set_array_member (record, "audience",
                                hs_import_audience ((const char *const *) audience));
  json_object_set_string_member (record, "source", source);
  return record;
}

/* FALSE with nothing in error: the line was refused and noted. */
static gboolean
put_line (HsImport *self, const Header *header, const char *line, const char *place, GError **error)
{
  g_autoptr (JsonObject) record = NULL;
  g_autoptr (GError) problem = NULL;
  g_auto (GStrv) cells = NULL;
  guint n;

  if (!g_utf8_validate (line, -1, NULL))
    {
      hs_import_refuse (self, NULL, place, "the text is not UTF-8");
      return TRUE;
    }
  cells = g_strsplit (line, "\t", MAX_COLUMNS + 1);
  n = g_strv_length (cells);
  if (n != header->n_columns)
    {
      g_autofree char *reason =
        g_strdup_printf ("%u columns, the header has %u", n, header->n_columns);

      hs_import_refuse (self, cells[0], place, reason);
      return TRUE;
    }
  record = convert (self, header, cells);
  if (!hs_catalog_record_check (record, &problem))
    {
      hs_import_refuse (self, cell (header, cells, CODE), place, problem->message);
      return TRUE;
    }
  return hs_import_put (self, HS_RECORD_INDEX, record, cell (header, cells, UUID), error);
}

static gboolean
check_header (const Header *header, GError **error)
{
  if (header->place[CODE] >= 0 && header->place[NAME] >= 0 && header->place[FIELD] >= 0 &&
      header->n_columns <= MAX_COLUMNS)
    return TRUE;
  g_set_error (error, HS_CATALOG_ERROR, HS_CATALOG_ERROR_FORMAT,
               "The table needs the columns ma_thu_tuc, ten and linh_vuc, and at most %d columns",
               MAX_COLUMNS);
  return FALSE;
}

gboolean
hs_import_index (HsImport *self, const char *text, gsize length, GError **error)
{
  Header header = { .n_columns = 0 };
  guint line_number = 0;

  while (length > 0)
    {
      gsize line_size = line_length (text, length);
      g_autofree char *line = dup_line (text, MIN (line_size, MAX_LINE));
      g_autofree char *place = g_strdup_printf ("line %u", ++line_number);
      gsize step = MIN (line_size + 1, length);

      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      text += step;
      length -= step;
      if (line_number == 1)
        {
          read_header (&header, line);
          if (!check_header (&header, error))
            return FALSE;
          continue;
        }
      if (*line == '\0' && line_size <= 1)
        continue;
      self->report->n_read++;
      if (line_size > MAX_LINE || strlen (line) + 1 < MIN (line_size, MAX_LINE))
        hs_import_refuse (self, NULL, place, "the line is too long or has a NUL byte");
      else if (!put_line (self, &header, line, place, error))
        return FALSE;
    }
  return TRUE;
}
