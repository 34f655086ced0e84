/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Navigation: which pages are open, which is shown, and how they come and go. */
#define G_LOG_DOMAIN "hoso"

#include "app/hs-page-stack.h"
#include "compat/hs-accessible.h"

#define MAX_DEPTH 24 /* pages kept to go back to; the oldest after the first is dropped */

typedef struct
{
  HsPage *page;     /* (unowned) the stack's child */
  char *action;     /* (owned) */
  GVariant *target; /* (owned) (nullable) */
} Entry;

struct _HsPageStack
{
  AdwBin parent_instance;
  GtkStack *stack;    /* (unowned) our child */
  GPtrArray *entries; /* (owned) (element-type Entry) first page first */
};

typedef enum
{
  PROP_DEPTH = 1
} HsPageStackProperty;
static GParamSpec *props[PROP_DEPTH + 1];

typedef enum
{
  SIGNAL_CHANGED
} HsPageStackSignal;
static guint signals[SIGNAL_CHANGED + 1];

G_DEFINE_FINAL_TYPE (HsPageStack, hs_page_stack, ADW_TYPE_BIN)

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->action);
  g_clear_pointer (&entry->target, g_variant_unref);
  g_free (entry);
}

static Entry *
top (HsPageStack *self)
{
  return self->entries->len > 0 ? g_ptr_array_index (self->entries, self->entries->len - 1) : NULL;
}

static gboolean
same_target (GVariant *a, GVariant *b)
{
  return a == b || (a != NULL && b != NULL && g_variant_equal (a, b));
}

static void
drop_entry (HsPageStack *self, guint index)
{
  Entry *entry = g_ptr_array_index (self->entries, index);
  HsPage *page = entry->page;

  g_ptr_array_remove_index (self->entries, index);
  gtk_stack_remove (self->stack, GTK_WIDGET (page));
}

static void
show_top (HsPageStack *self)
{
  Entry *entry = top (self);

  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (entry->page));
  hs_page_shown (entry->page);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DEPTH]);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Leaves the pages above `index` and shows it. */
static void
pop_down_to (HsPageStack *self, guint index)
{
  Entry *entry = g_ptr_array_index (self->entries, index);

  hs_page_hidden (top (self)->page);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (entry->page));
  while (self->entries->len > index + 1)
    drop_entry (self, self->entries->len - 1);
  show_top (self);
}

static void
hs_page_stack_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_DEPTH)
    g_value_set_uint (value, hs_page_stack_get_depth (HS_PAGE_STACK (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hs_page_stack_finalize (GObject *object)
{
  g_ptr_array_unref (HS_PAGE_STACK (object)->entries);
  G_OBJECT_CLASS (hs_page_stack_parent_class)->finalize (object);
}

static void
hs_page_stack_class_init (HsPageStackClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hs_page_stack_get_property;
  object_class->finalize = hs_page_stack_finalize;
  props[PROP_DEPTH] = g_param_spec_uint ("depth", NULL, NULL, 0, MAX_DEPTH, 0,
                                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hs_page_stack_init (HsPageStack *self)
{
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  hs_accessible_follow_stack (self->stack);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

HsPage *
hs_page_stack_get_page (HsPageStack *self)
{
  g_return_val_if_fail (HS_IS_PAGE_STACK (self), NULL);
  return self->entries->len > 0 ? top (self)->page : NULL;
}

const char *
hs_page_stack_get_action (HsPageStack *self)
{
  g_return_val_if_fail (HS_IS_PAGE_STACK (self), NULL);
  return self->entries->len > 0 ? top (self)->action : NULL;
}

guint
hs_page_stack_get_depth (HsPageStack *self)
{
  g_return_val_if_fail (HS_IS_PAGE_STACK (self), 0);
  return self->entries->len;
}

void
hs_page_stack_push (HsPageStack *self, HsPage *page, const char *action, GVariant *target)
{
  Entry *entry;

  g_return_if_fail (HS_IS_PAGE_STACK (self) && HS_IS_PAGE (page) && action != NULL);
  if (self->entries->len > 0)
    hs_page_hidden (top (self)->page);
  entry = g_new0 (Entry, 1);
  entry->page = page;
  entry->action = g_strdup (action);
  entry->target = target != NULL ? g_variant_ref_sink (target) : NULL;
  g_ptr_array_add (self->entries, entry);
  gtk_stack_add_child (self->stack, GTK_WIDGET (page));
  if (self->entries->len > MAX_DEPTH)
    drop_entry (self, 1);
  show_top (self);
}

gboolean
hs_page_stack_pop (HsPageStack *self)
{
  g_return_val_if_fail (HS_IS_PAGE_STACK (self), FALSE);
  if (self->entries->len < 2 || !hs_page_may_leave (top (self)->page))
    return FALSE;
  pop_down_to (self, self->entries->len - 2);
  return TRUE;
}

gboolean
hs_page_stack_pop_to (HsPageStack *self, const char *action, GVariant *target)
{
  g_return_val_if_fail (HS_IS_PAGE_STACK (self) && action != NULL, FALSE);
  for (guint i = self->entries->len; i-- > 0;)
    {
      Entry *entry = g_ptr_array_index (self->entries, i);

      if (strcmp (entry->action, action) != 0 || !same_target (entry->target, target))
        continue;
      if (i + 1 < self->entries->len)
        pop_down_to (self, i);
      else
        show_top (self);
      return TRUE;
    }
  return FALSE;
}

void
hs_page_stack_pop_to_root (HsPageStack *self)
{
  g_return_if_fail (HS_IS_PAGE_STACK (self));
  if (self->entries->len > 1)
    pop_down_to (self, 0);
}
