/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One record of the national portal, as the public crawls keep it, to our own format. The known traps
 * are taken here: rows of no original and no copy are notes, the unit OTHER hides the time in the cases,
 * the amount 0 says nothing unless the words say "free", and "required" is never true in the source. */
#define G_LOG_DOMAIN "hoso"

#include "catalog/hs-import.h"

#include "base/hs-json.h"
#include "base/hs-money.h"
#include "base/hs-text.h"
#include "catalog/hs-import-read.h"
#include "catalog/hs-search-text.h"

#include <string.h>

#define NAME_LENGTH 140 /* letters of a paper's name before its explanation goes into the note */

static const struct
{
  const char *portal;
  const char *ours;
  const char *words; /* for the list of cases */
} units[] = {
  { "WORKING_DAY", "working-day", "ngày làm việc" },
  { "DAY", "day", "ngày" },
  { "HOUR", "hour", "giờ" },
  { "MONTH", "month", "tháng" },
  { "OTHER", "other", "" },
  { "", "other", "" },
};

static guint
unit_of (HsImportCheck *check, JsonObject *row, const char *at)
{
  const char *name = hs_import_text (check, row, at, "don_vi");
  g_autofree char *pointer = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (strcmp (name, units[i].portal) == 0)
      return i;
  pointer = hs_json_pointer_append (at, "don_vi");
  hs_import_fail (check, pointer, "WORKING_DAY, DAY, HOUR, MONTH or OTHER");
  return G_N_ELEMENTS (units) - 1;
}

/* --- cases --- */

typedef struct
{
  gint64 amount; /* of every case; -1: they differ or there is none */
  guint unit;
} CommonTime;

static void
convert_cases (HsImportCheck *check, JsonObject *from, JsonObject *to, CommonTime *common)
{
  JsonArray *array;
  guint n = hs_import_list (check, from, "", "thoi_han_theo_truong_hop", &array);
  JsonArray *cases = json_array_new ();

  *common = (CommonTime){ -1, 0 };
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *pointer = NULL;
      JsonObject *row = hs_import_row (check, array, i, "", "thoi_han_theo_truong_hop", &pointer);
      g_autofree char *time = NULL;
      JsonObject *one;
      gint64 amount;
      guint unit;

      if (row == NULL)
        break;
      amount = hs_import_number (check, row, pointer, "so_luong");
      unit = unit_of (check, row, pointer);
      if (i == 0)
        *common = (CommonTime){ amount, unit };
      else if (common->amount != amount || common->unit != unit)
        common->amount = -1;
      one = json_object_new ();
      hs_import_set_text (one, "name", hs_import_text (check, row, pointer, "ten"));
      time = *units[unit].words != '\0' && amount > 0
               ? g_strdup_printf ("%" G_GINT64_FORMAT " %s", amount, units[unit].words)
               : g_strdup ("");
      json_object_set_string_member (one, "text", time);
      json_array_add_object_element (cases, one);
    }
  json_object_set_array_member (to, "cases", cases);
}

/* --- channels and fees --- */

/* Only where the words leave no doubt: the whole of them, or their first sentence. */
static gboolean
says_free (const char *text)
{
  static const char *const free_words[] = {
    "mien le phi",      "mien phi",      "khong",
    "khong co",         "khong thu",     "khong thu phi",
    "khong thu le phi", "khong mat phi", "khong thu phi le phi"
  };
  gsize first = strcspn (text, ".;\n");
  g_autofree char *sentence = g_strndup (text, first);
  g_autofree char *folded = hs_text_fold (sentence);

  for (guint i = 0; i < G_N_ELEMENTS (free_words); i++)
    if (strcmp (folded, free_words[i]) == 0)
      return TRUE;
  return FALSE;
}

static void
append_fee (GString *text, gint64 amount, const char *words, gboolean with_amount)
{
  g_autofree char *money = hs_money_to_text (amount);
  g_autofree char *cleaned = hs_import_clean (words);

  if (*cleaned == '\0' && !with_amount)
    return;
  if (strstr (text->str, cleaned) != NULL && *cleaned != '\0')
    return;
  if (text->len > 0)
    g_string_append_c (text, '\n');
  if (with_amount && amount > 0)
    g_string_append_printf (text, "%s%s", money, *cleaned != '\0' ? ": " : "");
  g_string_append (text, cleaned);
}

static void
convert_fees (HsImportCheck *check, JsonObject *from, const char *at, JsonObject *channel)
{
  g_autoptr (GString) text = g_string_new (NULL);
  JsonArray *array;
  guint n = hs_import_list (check, from, at, "phi", &array);
  gint64 only = -1;
  gboolean free = FALSE;
  gboolean differ = FALSE;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *pointer = NULL;
      JsonObject *row = hs_import_row (check, array, i, at, "phi", &pointer);
      const char *words;
      gint64 amount;

      if (row == NULL)
        return;
      amount = hs_import_number (check, row, pointer, "muc");
      words = hs_import_text (check, row, pointer, "mo_ta");
      free = n == 1 && amount == 0 && says_free (words);
      differ |= i > 0 && amount != only;
      only = amount;
      append_fee (text, amount, words, n > 1);
    }
  /* One amount is the fee unless it is 0; several amounts are for several cases. */
  json_object_set_int_member (channel, "fee", free ? 0 : n == 0 || differ || only == 0 ? -1 : only);
  if (text->len > 0)
    json_object_set_string_member (channel, "feeText", text->str);
}

static const char *
kind_of (HsImportCheck *check, JsonObject *row, const char *at)
{
  const char *name = hs_import_text (check, row, at, "hinh_thuc");
  g_autofree char *pointer = NULL;

  if (strcmp (name, "ONLINE") == 0)
    return "online";
  if (strcmp (name, "DIRECT") == 0)
    return "direct";
  if (strcmp (name, "POSTAL") == 0)
    return "post";
  pointer = hs_json_pointer_append (at, "hinh_thuc");
  hs_import_fail (check, pointer, "ONLINE, DIRECT or POSTAL");
  return "";
}

static void
convert_time (HsImportCheck *check, JsonObject *from, const char *at, JsonObject *channel,
              const CommonTime *common)
{
  gint64 amount = hs_import_number (check, from, at, "thoi_gian");
  guint unit = unit_of (check, from, at);
  gboolean unsure = strcmp (units[unit].ours, "other") == 0;

  if (unsure && common->amount > 0 && strcmp (units[common->unit].ours, "other") != 0)
    {
      amount = common->amount;
      unit = common->unit;
    }
  else if (unsure)
    amount = 0;
  json_object_set_int_member (channel, "duration", amount);
  json_object_set_string_member (channel, "unit", amount > 0 ? units[unit].ours : "other");
}

static void
convert_channels (HsImportCheck *check, JsonObject *from, JsonObject *to, const CommonTime *common)
{
  JsonArray *array;
  guint n = hs_import_list (check, from, "", "cach_thuc", &array);
  JsonArray *channels = json_array_new ();
  gboolean online = FALSE;

  for (guint i = 0; i < n && !check->failed; i++)
    {
      g_autofree char *pointer = NULL;
      JsonObject *row = hs_import_row (check, array, i, "", "cach_thuc", &pointer);
      JsonObject *channel;
      const char *kind;

      if (row == NULL)
        break;
      kind = kind_of (check, row, pointer);
      online |= strcmp (kind, "online") == 0;
      channel = json_object_new ();
      json_object_set_string_member (channel, "kind", kind);
      convert_time (check, row, pointer, channel, common);
      convert_fees (check, row, pointer, channel);
      hs_import_set_text (channel, "note", hs_import_text (check, row, pointer, "mo_ta"));
      json_array_add_object_element (channels, channel);
    }
  json_object_set_array_member (to, "channels", channels);
  /* Whether online means the whole way is only known where the name says so. */
  if (n > 0 && !online)
    json_object_set_string_member (to, "online", "none");
}

/* --- papers --- */

typedef struct
{
  JsonArray *evidence; /* (owned) */
  JsonArray *notes;    /* (owned) */
  GHashTable *ids;     /* (owned) ids taken */
} Papers;

static char *
make_id (Papers *papers, const char *code, const char *name)
{
  g_autofree char *base = NULL;
  char *id;

  if (*code != '\0')
    base = g_strdup (code);
  else
    {
      g_autofree char *folded = hs_text_fold (name);
      g_autofree char *hash = hs_sha256_hex (folded, strlen (folded));

      g_strdelimit (folded, " ", '-');
      base = g_strdup_printf ("%.40s-%.6s", folded, hash);
    }
  id = g_strdup (base);
  for (guint n = 2; g_hash_table_contains (papers->ids, id); n++)
    {
      g_free (id);
      id = g_strdup_printf ("%s-%u", base, n);
    }
  g_hash_table_add (papers->ids, g_strdup (id));
  return id;
}

/* A long row is a name and its explanation; the name ends with the first sentence. */
static char *
split_name (const char *text, char **rest)
{
  const char *stop = NULL;

  *rest = NULL;
  if (g_utf8_strlen (text, -1) > NAME_LENGTH)
    stop = strpbrk (text, ".;\n");
  while (stop != NULL && *stop == '.' && stop[1] != ' ' && stop[1] != '\n')
    stop = strpbrk (stop + 1, ".;\n");
  if (stop == NULL || stop - text < 12)
    return g_strdup (text);
  *rest = hs_import_clean (stop + 1);
  return g_strndup (text, (gsize) (stop - text));
}

static char *
join_note (const char *group, const char *rest)
{
  g_autofree char *heading = hs_import_clean (group);
  gsize length = strlen (heading);

  while (length > 0 && strchr (":. ", heading[length - 1]) != NULL)
    heading[--length] = '\0';
  if (*heading == '\0')
    return g_strdup (rest != NULL ? rest : "");
  return rest != NULL && *rest != '\0' ? g_strdup_printf ("%s. %s", heading, rest)
                                       : g_steal_pointer (&heading);
}

static void
add_paper (Papers *papers, const char *code, const char *text, const char *group, gint64 originals,
           gint64 copies)
{
  g_autofree char *rest = NULL;
  g_autofree char *name = split_name (text, &rest);
  g_autofree char *note = join_note (group, rest);
  g_autofree char *id = make_id (papers, code, text);
  g_autofree char *folded = hs_text_fold (text);
  JsonObject *paper = json_object_new ();

  json_object_set_string_member (paper, "id", id);
  json_object_set_string_member (paper, "name", name);
  if (*note != '\0')
    json_object_set_string_member (paper, "note", note);
  json_object_set_boolean_member (paper, "required", FALSE);
  json_object_set_int_member (paper, "originals", originals);
  json_object_set_int_member (paper, "copies", copies);
  json_object_set_string_member (paper, "copyKind",
                                 originals > 0                           ? "original"
                                 : strstr (folded, "chung thuc") != NULL ? "certified"
                                                                         : "plain");
  json_array_add_object_element (papers->evidence, paper);
}

static void
convert_paper (HsImportCheck *check, Papers *papers, JsonObject *row, const char *at,
               const char *group)
{
  g_autofree char *text = hs_import_clean (hs_import_text (check, row, at, "ten"));
  gint64 originals = hs_import_number (check, row, at, "ban_chinh");
  gint64 copies = hs_import_number (check, row, at, "ban_sao");
  const char *code = hs_import_text (check, row, at, "ma");

  if (check->failed || *text == '\0')
    return;
  if (originals == 0 && copies == 0)
    json_array_add_string_element (papers->notes, text);
  else
    add_paper (papers, code, text, group, MIN (originals, 100), MIN (copies, 100));
}

static void
convert_group (HsImportCheck *check, Papers *papers, JsonObject *group, const char *at)
{
  const char *name = hs_import_text (check, group, at, "nhom");
  g_autofree char *left = hs_import_clean (hs_import_text (check, group, at, "con_lai"));
  JsonArray *array;
  guint n = hs_import_list (check, group, at, "giay_to", &array);

  for (guint i = 0; i < n && !check->failed; i++)
    {
      g_autofree char *pointer = NULL;
      JsonObject *row = hs_import_row (check, array, i, at, "giay_to", &pointer);

      if (row != NULL)
        convert_paper (check, papers, row, pointer, name);
    }
  if (*left != '\0')
    json_array_add_string_element (papers->notes, left);
}

static void
convert_papers (HsImportCheck *check, JsonObject *from, JsonObject *to)
{
  JsonArray *array;
  guint n = hs_import_list (check, from, "", "thanh_phan_ho_so", &array);
  Papers papers = { json_array_new (), json_array_new (), NULL };

  papers.ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < n && !check->failed; i++)
    {
      g_autofree char *pointer = NULL;
      JsonObject *group = hs_import_row (check, array, i, "", "thanh_phan_ho_so", &pointer);

      if (group != NULL)
        convert_group (check, &papers, group, pointer);
    }
  g_hash_table_unref (papers.ids);
  json_object_set_array_member (to, "evidence", papers.evidence);
  json_object_set_array_member (to, "notes", papers.notes);
}

/* --- the rest --- */

static void
convert_pairs (HsImportCheck *check, JsonObject *from, const char *member, const char *name_member,
               const char *text_member, JsonObject *to, const char *our_member)
{
  JsonArray *array;
  guint n = hs_import_list (check, from, "", member, &array);
  JsonArray *pairs = json_array_new ();

  for (guint i = 0; i < n && !check->failed; i++)
    {
      g_autofree char *pointer = NULL;
      JsonObject *row = hs_import_row (check, array, i, "", member, &pointer);
      g_autofree char *text = NULL;
      JsonObject *pair;

      if (row == NULL)
        break;
      text = hs_import_clean (hs_import_text (check, row, pointer, text_member));
      if (*text == '\0')
        continue;
      pair = json_object_new ();
      hs_import_set_text (pair, "name", hs_import_text (check, row, pointer, name_member));
      json_object_set_string_member (pair, "text", text);
      json_array_add_object_element (pairs, pair);
    }
  json_object_set_array_member (to, our_member, pairs);
}

static void
convert_levels (HsImportCheck *check, JsonObject *from, JsonObject *to)
{
  static const struct
  {
    const char *word; /* the last one of the folded name */
    const char *level;
  } levels[] = { { "xa", "commune" }, { "tinh", "province" }, { "bo", "ministry" } };
  g_auto (GStrv) names = hs_import_texts (check, from, "cap");
  JsonArray *found = json_array_new ();

  for (guint k = 0; k < G_N_ELEMENTS (levels); k++)
    for (guint i = 0; names[i] != NULL; i++)
      {
        g_autofree char *folded = hs_text_fold (names[i]);

        if (strcmp (folded, levels[k].word) == 0 ||
            (g_str_has_prefix (folded, "cap ") && strcmp (folded + 4, levels[k].word) == 0))
          {
            json_array_add_string_element (found, levels[k].level);
            break;
          }
      }
  json_object_set_array_member (to, "levels", found);
}

static void
convert_office (HsImportCheck *check, JsonObject *from, JsonObject *to)
{
  g_auto (GStrv) deciding = hs_import_texts (check, from, "co_quan_co_tham_quyen");
  g_auto (GStrv) executing = hs_import_texts (check, from, "co_quan_thuc_hien");
  const char *office = deciding[0] != NULL ? deciding[0] : executing[0];
  g_autofree char *name = NULL;
  gsize length;

  if (office == NULL)
    return;
  name = hs_import_clean (office);
  length = strlen (name);
  while (length > 0 && name[length - 1] == '.')
    name[--length] = '\0';
  json_object_set_string_member (to, "agency", name);
}

static void
convert_field (HsImportCheck *check, JsonObject *from, JsonObject *to)
{
  JsonArray *array;
  guint n = hs_import_list (check, from, "", "linh_vuc", &array);
  g_autofree char *pointer = NULL;
  JsonObject *row = n > 0 ? hs_import_row (check, array, 0, "", "linh_vuc", &pointer) : NULL;

  if (row != NULL)
    hs_import_set_text (to, "field", hs_import_text (check, row, pointer, "ten"));
}

static void
convert_names (HsImportCheck *check, JsonObject *from, JsonObject *to)
{
  g_autofree char *name = hs_import_clean (hs_import_text (check, from, "", "ten"));
  g_autofree char *title = hs_search_title (name);
  g_autofree char *folded = hs_text_fold (name);
  g_auto (GStrv) audience = hs_import_texts (check, from, "doi_tuong");
  const char *crawl = hs_import_text (check, from, "", "nguon");
  g_autofree char *source =
    *crawl != '\0' ? g_strdup_printf ("Cơ sở dữ liệu quốc gia về thủ tục hành chính (%s)", crawl)
                   : NULL;

  json_object_set_string_member (to, "code", hs_import_text (check, from, "", "ma"));
  json_object_set_string_member (to, "title", title);
  json_object_set_string_member (to, "legalName", name);
  json_object_set_array_member (to, "audience",
                                hs_import_audience ((const char *const *) audience));
  json_object_set_string_member (
    to, "source", source != NULL ? source : "Cơ sở dữ liệu quốc gia về thủ tục hành chính");
  if (strstr (folded, "toan trinh") != NULL && strstr (folded, "mot phan") == NULL)
    json_object_set_string_member (to, "online", "full");
  else if (strstr (folded, "mot phan") != NULL)
    json_object_set_string_member (to, "online", "partial");
}

JsonObject *
hs_import_convert (JsonObject *record, char **pointer, GError **error)
{
  g_autoptr (JsonObject) to = json_object_new ();
  HsImportCheck check = { pointer, error, FALSE };
  CommonTime common;

  *pointer = NULL;
  convert_names (&check, record, to);
  convert_field (&check, record, to);
  convert_levels (&check, record, to);
  convert_office (&check, record, to);
  hs_import_set_text (to, "promulgator", hs_import_text (&check, record, "", "co_quan_ban_hanh"));
  hs_import_set_text (to, "decision", hs_import_text (&check, record, "", "quyet_dinh"));
  hs_import_set_text (to, "updated", hs_import_text (&check, record, "", "cap_nhat"));
  hs_import_set_text (to, "requirements", hs_import_text (&check, record, "", "yeu_cau"));
  hs_import_set_text (to, "kind", hs_import_text (&check, record, "", "loai"));
  convert_cases (&check, record, to, &common);
  convert_channels (&check, record, to, &common);
  convert_papers (&check, record, to);
  convert_pairs (&check, record, "trinh_tu", "ten", "mo_ta", to, "steps");
  convert_pairs (&check, record, "can_cu", "so", "ten", to, "legalBases");
  convert_pairs (&check, record, "ket_qua", "ma", "ten", to, "results");
  if (check.failed)
    return NULL;
  return hs_catalog_record_check (to, error) ? g_steal_pointer (&to) : NULL;
}
