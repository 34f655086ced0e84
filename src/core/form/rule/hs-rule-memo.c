/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Remembers what aggregates over rows gave, so that a rule of every row does not go over all rows again. */
#define G_LOG_DOMAIN "hoso"

#include "form/rule/hs-rule-memo.h"

typedef struct
{
  gconstpointer node;
  gconstpointer row;
  HsRuleValue value;
  guint steps;
} Entry;

struct _HsRuleMemo
{
  GHashTable *entries; /* (owned) (nullable) (element-type Entry) set */
};

static guint
entry_hash (gconstpointer data)
{
  const Entry *entry = data;

  return g_direct_hash (entry->node) * 31 + g_direct_hash (entry->row);
}

static gboolean
entry_equal (gconstpointer a, gconstpointer b)
{
  const Entry *x = a, *y = b;

  return x->node == y->node && x->row == y->row;
}

HsRuleMemo *
hs_rule_memo_new (void)
{
  return g_new0 (HsRuleMemo, 1);
}

void
hs_rule_memo_free (HsRuleMemo *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->entries, g_hash_table_unref);
  g_free (self);
}

void
hs_rule_memo_clear (HsRuleMemo *self)
{
  if (self->entries != NULL && g_hash_table_size (self->entries) > 0)
    g_hash_table_remove_all (self->entries);
}

gboolean
hs_rule_memo_get (HsRuleMemo *self, gconstpointer node, gconstpointer row, HsRuleValue *value,
                  guint *steps)
{
  Entry wanted = { .node = node, .row = row };
  Entry *entry = self->entries != NULL ? g_hash_table_lookup (self->entries, &wanted) : NULL;

  if (entry == NULL)
    return FALSE;
  *value = entry->value;
  *steps = entry->steps;
  return TRUE;
}

void
hs_rule_memo_put (HsRuleMemo *self, gconstpointer node, gconstpointer row, const HsRuleValue *value,
                  guint steps)
{
  Entry *entry = g_new (Entry, 1);

  *entry = (Entry){ node, row, *value, steps };
  if (self->entries == NULL)
    self->entries = g_hash_table_new_full (entry_hash, entry_equal, g_free, NULL);
  g_hash_table_add (self->entries, entry);
}
