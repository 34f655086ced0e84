/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fault switches: reads what --fault and POST /_demo/faults say, and tells which of them a request
 * meets. What a fault does is done where requests are answered. */
#define G_LOG_DOMAIN "hoso"

#include "hs-demo-fault.h"

#include <gio/gio.h>
#include <string.h>

typedef struct
{
  const char *name;
  gint64 min, max;
  gint64 fallback; /* when no value is given; -1: a value is needed */
} KindInfo;

static const KindInfo kinds[HS_DEMO_N_FAULTS] = {
  [HS_DEMO_FAULT_DELAY] = { "delay", 0, 600000, -1 },
  [HS_DEMO_FAULT_STATUS] = { "status", 400, 599, 500 },
  [HS_DEMO_FAULT_SLOW_DOWN] = { "429", 0, 1000000000, 1 },
  [HS_DEMO_FAULT_CUT_REQUEST] = { "cut-request", 0, G_MAXINT32, -1 },
  [HS_DEMO_FAULT_CUT_ANSWER] = { "cut-answer", 0, G_MAXINT32, -1 },
  [HS_DEMO_FAULT_RESET_ANSWER] = { "reset-answer", 0, G_MAXINT32, -1 },
  [HS_DEMO_FAULT_ACT_THEN_FAIL] = { "act-then-fail", 400, 599, 500 },
  [HS_DEMO_FAULT_WRONG_HASH] = { "wrong-hash", 0, 0, 0 },
  [HS_DEMO_FAULT_WRONG_DIGEST] = { "wrong-digest", 0, 0, 0 },
  [HS_DEMO_FAULT_EXPIRED_UPLOAD] = { "expired-upload", 0, 0, 0 },
  [HS_DEMO_FAULT_DIE] = { "die", HS_DEMO_DIE_BEFORE, HS_DEMO_DIE_AFTER, -1 },
  [HS_DEMO_FAULT_TOKEN_LIFETIME] = { "token-lifetime", 1, 86400, -1 },
};

static gboolean
refuse (GError **error, const char *spec, const char *what)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "fault \"%s\": %s", spec, what);
  return FALSE;
}

static gboolean
parse_value (HsDemoFault *self, const char *text, GError **error)
{
  static const char *const moments[] = { NULL, "before", "commit", "after" };
  const KindInfo *info = &kinds[self->kind];

  if (text == NULL)
    {
      if (info->fallback < 0)
        return refuse (error, self->spec, "needs a value");
      self->value = info->fallback;
      return TRUE;
    }
  for (guint i = 1; self->kind == HS_DEMO_FAULT_DIE && i < G_N_ELEMENTS (moments); i++)
    if (strcmp (text, moments[i]) == 0)
      {
        self->value = i;
        return TRUE;
      }
  if (!g_ascii_string_to_signed (text, 10, info->min, info->max, &self->value, NULL))
    return refuse (error, self->spec, "the value is not in its range");
  return TRUE;
}

static gboolean
parse_kind (HsDemoFault *self, const char *text, GError **error)
{
  g_auto (GStrv) pair = g_strsplit (text, "=", 2);

  /* "500" alone is what people write */
  if (strcmp (text, "500") == 0)
    {
      self->kind = HS_DEMO_FAULT_STATUS;
      return parse_value (self, text, error);
    }
  for (guint i = 0; pair[0] != NULL && i < HS_DEMO_N_FAULTS; i++)
    if (strcmp (pair[0], kinds[i].name) == 0)
      {
        self->kind = i;
        return parse_value (self, pair[1], error);
      }
  return refuse (error, self->spec, "no such kind");
}

static gboolean
parse_qualifier (HsDemoFault *self, const char *text, GError **error)
{
  g_auto (GStrv) pair = g_strsplit (text, "=", 2);
  guint64 number = 0;

  if (strcmp (text, "once") == 0)
    self->left = 1;
  else if (pair[0] == NULL || pair[1] == NULL)
    return refuse (error, self->spec, "a qualifier is once, count=, skip=, path= or method=");
  else if (strcmp (pair[0], "path") == 0)
    {
      g_free (self->path);
      self->path = g_strdup (pair[1]);
    }
  else if (strcmp (pair[0], "method") == 0)
    {
      g_free (self->method);
      self->method = g_ascii_strup (pair[1], -1);
    }
  else if (!g_ascii_string_to_unsigned (pair[1], 10, 0, G_MAXINT32, &number, NULL))
    return refuse (error, self->spec, "count and skip are numbers");
  else if (strcmp (pair[0], "count") == 0)
    self->left = (gint) number;
  else if (strcmp (pair[0], "skip") == 0)
    self->skip = (guint) number;
  else
    return refuse (error, self->spec, "a qualifier is once, count=, skip=, path= or method=");
  return TRUE;
}

HsDemoFault *
hs_demo_fault_parse (const char *spec, GError **error)
{
  g_autoptr (HsDemoFault) self = g_new0 (HsDemoFault, 1);
  g_auto (GStrv) words = g_strsplit (spec, ",", -1);

  self->spec = g_strdup (spec);
  self->left = -1;
  if (words[0] == NULL)
    {
      refuse (error, spec, "is empty");
      return NULL;
    }
  if (!parse_kind (self, words[0], error))
    return NULL;
  for (guint i = 1; words[i] != NULL; i++)
    if (!parse_qualifier (self, words[i], error))
      return NULL;
  return g_steal_pointer (&self);
}

void
hs_demo_fault_free (HsDemoFault *self)
{
  g_free (self->spec);
  g_free (self->path);
  g_free (self->method);
  g_free (self);
}

void
hs_demo_faults_init (HsDemoFaults *self)
{
  self->list = g_ptr_array_new_with_free_func ((GDestroyNotify) hs_demo_fault_free);
}

void
hs_demo_faults_clear (HsDemoFaults *self)
{
  g_clear_pointer (&self->list, g_ptr_array_unref);
}

static gboolean
matches (const HsDemoFault *self, const char *method, const char *path)
{
  if (self->left == 0 || self->kind == HS_DEMO_FAULT_TOKEN_LIFETIME)
    return FALSE;
  if (self->method != NULL && strcmp (self->method, method) != 0)
    return FALSE;
  if (self->path == NULL)
    return TRUE;
  if (self->path[0] == '*')
    return g_str_has_suffix (path, self->path + 1);
  return g_str_has_prefix (path, self->path);
}

HsDemoFaultHit
hs_demo_faults_match (HsDemoFaults *self, const char *method, const char *path)
{
  HsDemoFaultHit hit = { 0 };

  for (guint i = 0; i < self->list->len; i++)
    {
      HsDemoFault *fault = g_ptr_array_index (self->list, i);

      if (!matches (fault, method, path))
        continue;
      if (fault->skip > 0)
        {
          fault->skip--;
          continue;
        }
      if (fault->left > 0)
        fault->left--;
      fault->hits++;
      hit.kinds |= 1u << fault->kind;
      hit.values[fault->kind] = fault->value;
    }
  return hit;
}
