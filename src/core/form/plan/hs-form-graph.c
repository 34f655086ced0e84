/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Orders everything that settles after an edit: value, relevance, demand, checks, verdict of every
 * field, so that each is computed after what it reads. A cycle is refused here, once and for all. */
#define G_LOG_DOMAIN "hoso"

#include "form/plan/hs-form-plan-private.h"

static guint
node_of (HsFormPlan *plan, guint field, HsNodeKind kind)
{
  return field * 4 + (kind == HS_NODE_VERDICT ? 3 : (guint) kind);
}

static guint
check_node (HsFormPlan *plan, guint check)
{
  return plan->fields->len * 4 + check;
}

static guint
guard_node (HsFormPlan *plan, guint guard)
{
  return check_node (plan, plan->checks->len) + guard;
}

static guint
constraint_node (HsFormPlan *plan, guint constraint)
{
  return guard_node (plan, plan->guards->len) + constraint;
}

static void
add_node (GPtrArray *nodes, HsNodeKind kind, guint subject, guint scope)
{
  HsPlanNode *node = g_new0 (HsPlanNode, 1);

  node->kind = kind;
  node->subject = subject;
  node->scope = scope;
  node->dependents = g_array_new (FALSE, FALSE, sizeof (HsPlanEdge));
  g_ptr_array_add (nodes, node);
}

/* via: the scope from whose row on "to" runs, in every row of its own scope below. */
static void
add_edge_via (GPtrArray *nodes, guint from, guint to, guint via)
{
  GArray *dependents = ((HsPlanNode *) nodes->pdata[from])->dependents;
  HsPlanEdge edge = { to, via };

  for (guint i = 0; i < dependents->len; i++)
    {
      HsPlanEdge *other = &g_array_index (dependents, HsPlanEdge, i);

      if (other->node == to && other->via == via)
        return;
    }
  g_array_append_val (dependents, edge);
}

static void
add_edge (HsFormPlan *plan, GPtrArray *nodes, guint from, guint to)
{
  guint a = ((HsPlanNode *) nodes->pdata[from])->scope;
  guint b = ((HsPlanNode *) nodes->pdata[to])->scope;

  add_edge_via (nodes, from, to, hs_form_plan_common_scope (plan, a, b));
}

/* A rule sees a field's value and whether it is relevant; of a field in rows also which rows there are. */
static void
add_read (HsFormPlan *plan, GPtrArray *nodes, guint field, guint to, guint via)
{
  guint scope = hs_form_plan_field (plan, field)->scope;

  add_edge_via (nodes, node_of (plan, field, HS_NODE_VALUE), to, via);
  add_edge_via (nodes, node_of (plan, field, HS_NODE_RELEVANT), to, via);
  while (scope != via &&
         hs_form_plan_scope (plan, scope)->depth > hs_form_plan_scope (plan, via)->depth)
    {
      guint repeat = hs_form_plan_scope (plan, scope)->repeat;

      add_edge_via (nodes, node_of (plan, repeat, HS_NODE_VALUE), to, via);
      add_edge_via (nodes, node_of (plan, repeat, HS_NODE_RELEVANT), to, via);
      scope = hs_form_plan_scope (plan, scope)->parent;
    }
}

static void
add_reads (HsFormPlan *plan, GPtrArray *nodes, HsRule *rule, guint to)
{
  GArray *reads = rule != NULL ? hs_rule_get_reads (rule) : NULL;
  GArray *ups = rule != NULL ? hs_rule_get_ups (rule) : NULL;

  for (guint i = 0; reads != NULL && i < reads->len; i++)
    {
      guint via = ((HsPlanNode *) nodes->pdata[to])->scope;

      for (guint up = g_array_index (ups, guint, i); up > 0; up--)
        via = hs_form_plan_scope (plan, via)->parent;
      add_read (plan, nodes, g_array_index (reads, guint, i), to, via);
    }
}

static void
add_uses (HsFormPlan *plan, GPtrArray *nodes, GArray *uses, guint to)
{
  for (guint i = 0; i < uses->len; i++)
    add_edge (plan, nodes, guard_node (plan, g_array_index (uses, HsGuardUse, i).guard), to);
}

static void
add_part (HsFormPlan *plan, GPtrArray *nodes, HsPart *part, guint to)
{
  for (guint i = 0; i < part->reads->len; i++)
    add_read (plan, nodes, g_array_index (part->reads, guint, i), to, part->scope);
  for (guint i = 0; i < part->watches->len; i++)
    add_edge (plan, nodes,
              node_of (plan, g_array_index (part->watches, guint, i), HS_NODE_RELEVANT), to);
}

/* Whom a constraint blames it marks itself: these edges only put it before them. */
static void
connect_constraint (HsFormPlan *plan, GPtrArray *nodes, guint number)
{
  HsFormConstraint *constraint = plan->constraints->pdata[number];
  guint self = constraint_node (plan, number);

  add_part (plan, nodes, constraint->part, self);
  add_uses (plan, nodes, constraint->uses, self);
  for (guint i = 0; i < constraint->part->reads->len; i++)
    add_edge (plan, nodes, self,
              node_of (plan, g_array_index (constraint->part->reads, guint, i), HS_NODE_VERDICT));
}

static void
connect_field (HsFormPlan *plan, GPtrArray *nodes, HsFieldDef *def)
{
  guint verdict = node_of (plan, def->index, HS_NODE_VERDICT);
  guint relevant = node_of (plan, def->index, HS_NODE_RELEVANT);
  guint repeat = hs_form_plan_scope (plan, def->scope)->repeat;

  add_reads (plan, nodes, def->calculate, node_of (plan, def->index, HS_NODE_VALUE));
  for (guint i = 0; i < def->conditions->len; i++)
    add_reads (plan, nodes, def->conditions->pdata[i], relevant);
  if (repeat != HS_NO_INDEX)
    add_edge (plan, nodes, node_of (plan, repeat, HS_NODE_RELEVANT), relevant);
  add_uses (plan, nodes, def->shown_if, relevant);
  add_uses (plan, nodes, def->locked_if, node_of (plan, def->index, HS_NODE_DEMAND));
  for (guint i = 0; i < def->demands->len; i++)
    add_uses (plan, nodes, ((HsFormDemand *) def->demands->pdata[i])->uses,
              node_of (plan, def->index, HS_NODE_DEMAND));
  add_reads (plan, nodes, def->require, node_of (plan, def->index, HS_NODE_DEMAND));
  add_reads (plan, nodes, def->read_only, node_of (plan, def->index, HS_NODE_DEMAND));
  add_edge (plan, nodes, node_of (plan, def->index, HS_NODE_VALUE), verdict);
  add_edge (plan, nodes, relevant, verdict);
  add_edge (plan, nodes, node_of (plan, def->index, HS_NODE_DEMAND), verdict);
}

static GPtrArray *
build (HsFormPlan *plan)
{
  GPtrArray *nodes = g_ptr_array_new ();

  for (guint i = 0; i < plan->fields->len; i++)
    {
      guint scope = hs_form_plan_field (plan, i)->scope;

      add_node (nodes, HS_NODE_VALUE, i, scope);
      add_node (nodes, HS_NODE_RELEVANT, i, scope);
      add_node (nodes, HS_NODE_DEMAND, i, scope);
      add_node (nodes, HS_NODE_VERDICT, i, scope);
    }
  for (guint i = 0; i < plan->checks->len; i++)
    add_node (nodes, HS_NODE_CHECK, i, ((HsFormCheck *) plan->checks->pdata[i])->scope);
  for (guint i = 0; i < plan->guards->len; i++)
    add_node (nodes, HS_NODE_GUARD, i, ((HsFormGuard *) plan->guards->pdata[i])->part->scope);
  for (guint i = 0; i < plan->constraints->len; i++)
    add_node (nodes, HS_NODE_CONSTRAINT, i,
              ((HsFormConstraint *) plan->constraints->pdata[i])->part->scope);
  for (guint i = 0; i < plan->guards->len; i++)
    add_part (plan, nodes, ((HsFormGuard *) plan->guards->pdata[i])->part, guard_node (plan, i));
  for (guint i = 0; i < plan->constraints->len; i++)
    connect_constraint (plan, nodes, i);
  for (guint i = 0; i < plan->fields->len; i++)
    connect_field (plan, nodes, hs_form_plan_field (plan, i));
  for (guint i = 0; i < plan->checks->len; i++)
    {
      HsFormCheck *check = plan->checks->pdata[i];

      add_reads (plan, nodes, check->when, check_node (plan, i));
      for (guint k = 0; k < check->at->len; k++)
        add_edge (plan, nodes, check_node (plan, i),
                  node_of (plan, g_array_index (check->at, guint, k), HS_NODE_VERDICT));
    }
  return nodes;
}

/* Kahn's algorithm; rank[i] is the place of node i, HS_NO_INDEX on a cycle. Returns how many got one. */
static guint
rank_nodes (GPtrArray *nodes, guint *rank)
{
  g_autofree guint *waiting = g_new0 (guint, nodes->len);
  g_autofree guint *queue = g_new (guint, nodes->len + 1);
  guint n = 0;

  for (guint i = 0; i < nodes->len; i++)
    {
      GArray *dependents = ((HsPlanNode *) nodes->pdata[i])->dependents;

      rank[i] = HS_NO_INDEX;
      for (guint k = 0; k < dependents->len; k++)
        waiting[g_array_index (dependents, HsPlanEdge, k).node]++;
    }
  for (guint i = 0; i < nodes->len; i++)
    if (waiting[i] == 0)
      queue[n++] = i;
  for (guint head = 0; head < n; head++)
    {
      GArray *dependents = ((HsPlanNode *) nodes->pdata[queue[head]])->dependents;

      rank[queue[head]] = head;
      for (guint k = 0; k < dependents->len; k++)
        if (--waiting[g_array_index (dependents, HsPlanEdge, k).node] == 0)
          queue[n++] = g_array_index (dependents, HsPlanEdge, k).node;
    }
  return n;
}

static guint
next_on_cycle (GPtrArray *nodes, const guint *rank, guint node)
{
  GArray *dependents = ((HsPlanNode *) nodes->pdata[node])->dependents;

  for (guint k = 0; k < dependents->len; k++)
    if (rank[g_array_index (dependents, HsPlanEdge, k).node] == HS_NO_INDEX)
      return g_array_index (dependents, HsPlanEdge, k).node;
  return HS_NO_INDEX;
}

/* A node without rank may only lead to a cycle: going backwards from it always ends in one. */
static guint
find_on_cycle (GPtrArray *nodes, const guint *rank)
{
  g_autofree gboolean *seen = g_new0 (gboolean, nodes->len);
  guint at = 0;

  while (rank[at] != HS_NO_INDEX)
    at++;
  while (!seen[at])
    {
      guint before = HS_NO_INDEX;

      seen[at] = TRUE;
      for (guint i = 0; i < nodes->len && before == HS_NO_INDEX; i++)
        {
          GArray *dependents = ((HsPlanNode *) nodes->pdata[i])->dependents;

          for (guint k = 0; rank[i] == HS_NO_INDEX && k < dependents->len; k++)
            if (g_array_index (dependents, HsPlanEdge, k).node == at)
              before = i;
        }
      at = before;
    }
  return at;
}

static gboolean
is_of_field (HsPlanNode *node)
{
  return node->kind <= HS_NODE_DEMAND || node->kind == HS_NODE_VERDICT;
}

/* What the author would call it: a field, or the place of a condition of the schema or layout. */
static const char *
name_of (HsFormPlan *plan, HsPlanNode *node)
{
  if (node->kind == HS_NODE_GUARD)
    return ((HsFormGuard *) plan->guards->pdata[node->subject])->place;
  return is_of_field (node) ? hs_form_plan_field (plan, node->subject)->pointer : "";
}

static char *
place_of (HsFormPlan *plan, HsPlanNode *node)
{
  static const char *const maps[] = { "/rules/calculate", "/rules/relevant", "/rules/require" };

  if (!is_of_field (node))
    return g_strdup (name_of (plan, node));
  return hs_json_pointer_append (maps[MIN (node->kind, HS_NODE_DEMAND)], name_of (plan, node));
}

static gboolean
refuse_cycle (HsFormPlan *plan, HsFormLint *lint, GPtrArray *nodes, const guint *rank)
{
  g_autoptr (GString) names = g_string_new (NULL);
  guint start = find_on_cycle (nodes, rank), at = start;
  g_autofree char *place = place_of (plan, nodes->pdata[start]);

  for (guint i = 0; i < 8 && at != HS_NO_INDEX; i++)
    {
      g_string_append_printf (names, "%s%s", i > 0 ? " → " : "", name_of (plan, nodes->pdata[at]));
      at = next_on_cycle (nodes, rank, at);
      if (at == start)
        break;
    }
  return hs_form_lint_fail (lint, HS_FORM_ERROR_CYCLE, place, "the rules go in a circle: %s → %s",
                            names->str, name_of (plan, nodes->pdata[start]));
}

static void
take_sorted (HsFormPlan *plan, GPtrArray *nodes, const guint *rank)
{
  g_ptr_array_set_size (plan->nodes, (int) nodes->len);
  for (guint i = 0; i < nodes->len; i++)
    {
      HsPlanNode *node = nodes->pdata[i];

      for (guint k = 0; k < node->dependents->len; k++)
        {
          HsPlanEdge *edge = &g_array_index (node->dependents, HsPlanEdge, k);

          edge->node = rank[edge->node];
        }
      plan->nodes->pdata[rank[i]] = node;
    }
  plan->value_node = g_new (guint, plan->fields->len + 1);
  plan->verdict_node = g_new (guint, plan->fields->len + 1);
  for (guint i = 0; i < plan->fields->len; i++)
    {
      plan->value_node[i] = rank[node_of (plan, i, HS_NODE_VALUE)];
      plan->verdict_node[i] = rank[node_of (plan, i, HS_NODE_VERDICT)];
    }
  for (guint i = 0; i < plan->nodes->len; i++)
    {
      HsPlanNode *node = plan->nodes->pdata[i];
      GArray *of_scope = hs_form_plan_scope (plan, node->scope)->nodes;

      node->local = of_scope->len;
      g_array_append_val (of_scope, i);
    }
}

gboolean
hs_form_plan_sort (HsFormPlan *self, HsFormLint *lint)
{
  g_autoptr (GPtrArray) nodes = build (self);
  g_autofree guint *rank = g_new (guint, nodes->len + 1);

  if (rank_nodes (nodes, rank) == nodes->len)
    {
      take_sorted (self, nodes, rank);
      return TRUE;
    }
  refuse_cycle (self, lint, nodes, rank);
  for (guint i = 0; i < nodes->len; i++)
    {
      g_array_unref (((HsPlanNode *) nodes->pdata[i])->dependents);
      g_free (nodes->pdata[i]);
    }
  return FALSE;
}
