/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page of questions. Knows when an error may be shown; what is an error, the form knows. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-sheet.h"

#include "form/hs-form-path.h"
#include "form/hs-form-summary.h"

#include <glib/gi18n.h>
#include <string.h>

struct _HsFormSheet
{
  AdwBin parent_instance;

  HsForm *form;         /* (owned) */
  HsFieldList *list;    /* (unowned) child */
  GHashTable *sections; /* (owned) set of ids of the sections shown; empty for a row */
  GHashTable *row_ids;  /* (owned) rows whose errors may be shown */
  GHashTable *told;     /* (owned) set of ids of sections with errors in the summary */
  HsFormField *repeat;  /* (owned) (nullable) */
  HsFormRow *row;       /* (owned) (nullable) */
  gboolean checked;     /* its summary stands */
  guint summing;        /* idle that brings the summary up to date, 0: none */
  guint scrolling;      /* tick callback that waits for the layout, 0: none */
  guint n_ticks;        /* how often it waited */
  GtkWidget *goal;      /* (unowned) (nullable) the row it scrolls to, a child of list */
  gboolean
    beginning; /* it has come up: the focus goes to the first question, if that is in sight */

  GtkWidget *scrolled;
  GtkWidget *list_button;
  GtkWidget *place_label;
  GtkWidget *title_label;
  GtkWidget *summary;
  GtkWidget *questions;
  GtkWidget *back_button;
  GtkWidget *check_button;
  GtkWidget *continue_button;
};

G_DEFINE_FINAL_TYPE (HsFormSheet, hs_form_sheet, ADW_TYPE_BIN)

enum
{
  CHECKED,
  TOLD,
  GO_ON,
  GO_BACK,
  CLOSE,
  CHOSEN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static GtkAdjustment *
adjustment_of (HsFormSheet *self)
{
  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled));
}

static void
scroll_to (HsFormSheet *self, GtkWidget *widget)
{
  GtkWidget *content = gtk_viewport_get_child (
    GTK_VIEWPORT (gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (self->scrolled))));
  double y = 0;

  if (gtk_widget_translate_coordinates (widget, content, 0, 0, NULL, &y))
    gtk_adjustment_set_value (adjustment_of (self), y - 24);
}

/* Where much is to be read before the first question, reading comes first. */
static void
focus_first (HsFormSheet *self)
{
  HsFieldRow *first = hs_field_list_get_first (self->list);
  GtkWidget *content = gtk_widget_get_parent (GTK_WIDGET (self->questions));
  double y = 0;

  gtk_adjustment_set_value (adjustment_of (self), 0);
  if (first != NULL &&
      gtk_widget_translate_coordinates (GTK_WIDGET (first), content, 0, 0, NULL, &y) &&
      y + gtk_widget_get_height (GTK_WIDGET (first)) <= gtk_widget_get_height (self->scrolled))
    hs_field_row_focus (first);
  else
    gtk_widget_grab_focus (self->title_label);
}

/* Before there was a layout the control may have refused the focus. */
static void
reach_goal (HsFormSheet *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, self->goal))
    hs_field_row_focus (HS_FIELD_ROW (self->goal));
  scroll_to (self, self->goal);
}

static gboolean
scroll_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  HsFormSheet *self = HS_FORM_SHEET (widget);

  if (++self->n_ticks < 3)
    return G_SOURCE_CONTINUE;
  self->scrolling = 0;
  if (!gtk_widget_get_mapped (widget))
    return G_SOURCE_REMOVE; /* "map" waits again */
  if (self->beginning)
    focus_first (self);
  else if (self->goal != NULL)
    reach_goal (self);
  self->beginning = FALSE;
  self->goal = NULL;
  return G_SOURCE_REMOVE;
}

static void
wait_for_layout (HsFormSheet *self)
{
  self->n_ticks = 0;
  if (self->scrolling == 0)
    self->scrolling = gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_tick_cb, NULL, NULL);
}

static void
map_cb (HsFormSheet *self)
{
  if (self->beginning || self->goal != NULL)
    wait_for_layout (self);
}

/* Once now, and once more when a sheet just built has its layout and GTK has scrolled to the focus by itself. */
void
hs_form_sheet_reveal (HsFormSheet *self, HsFieldRow *row)
{
  g_return_if_fail (HS_IS_FORM_SHEET (self));
  scroll_to (self, GTK_WIDGET (row));
  hs_field_row_focus (row);
  self->goal = GTK_WIDGET (row);
  self->beginning = FALSE;
  wait_for_layout (self);
}

/* "/members/3/" before what lies in that row: (transfer full) (nullable) for a sheet of sections. */
static char *
dup_prefix (HsFormSheet *self)
{
  guint index = self->row != NULL ? hs_form_path_find_row (self->repeat, self->row) : G_MAXUINT;
  g_autofree char *pointer = NULL;

  if (index == G_MAXUINT)
    return NULL;
  pointer = hs_form_path_of_row (self->repeat, index);
  return g_strconcat (pointer, "/", NULL);
}

/* Rows come one after the other: the answer of the last one is kept. */
typedef struct
{
  char *prefix; /* (owned) (nullable) "/members/3/" */
  gboolean accused;
} RowMemory;

static gboolean
is_row_accused (HsFormSheet *self, GPtrArray *steps)
{
  HsFormStep *step = steps->pdata[steps->len - 1];

  return g_hash_table_contains (self->row_ids, hs_form_row_get_id (step->row));
}

/* A question that came up after the check is not accused before it is checked itself. */
static gboolean
is_accused (HsFormSheet *self, const char *pointer, RowMemory *memory)
{
  g_autoptr (GPtrArray) steps = NULL;

  if (memory->prefix != NULL && strncmp (pointer, memory->prefix, strlen (memory->prefix)) == 0 &&
      strpbrk (pointer + strlen (memory->prefix), "0123456789") == NULL)
    return memory->accused;
  steps = hs_form_path_list (self->form, pointer);
  if (steps->len > 0 && ((HsFormStep *) steps->pdata[steps->len - 1])->row != self->row)
    {
      HsFormStep *step = steps->pdata[steps->len - 1];
      g_autofree char *row = hs_form_path_of_row (step->repeat, step->index);

      g_free (memory->prefix);
      memory->prefix = g_strconcat (row, "/", NULL);
      memory->accused = is_row_accused (self, steps);
      return memory->accused;
    }
  return hs_field_list_is_accused (self->list, hs_form_find_field (self->form, pointer));
}

/* Errors of this sheet that stand at their questions too. */
static GPtrArray *
list_accused (HsFormSheet *self)
{
  GPtrArray *accused = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *problems = hs_form_get_problems (self->form);
  g_autofree char *prefix = dup_prefix (self);
  RowMemory memory = { NULL, FALSE };

  for (guint i = 0; i < g_list_model_get_n_items (problems); i++)
    {
      g_autoptr (HsFormProblem) problem = g_list_model_get_item (problems, i);
      const char *pointer = hs_form_problem_get_pointer (problem);
      gboolean here =
        self->row != NULL
          ? prefix != NULL && g_str_has_prefix (pointer, prefix)
          : g_hash_table_contains (self->sections, hs_form_problem_get_section (problem));

      if (here && !hs_form_problem_is_warning (problem) && is_accused (self, pointer, &memory))
        g_ptr_array_add (accused, g_steal_pointer (&problem));
    }
  g_free (memory.prefix);
  return accused;
}

/* Which sections the summary speaks of. */
static void
keep_told (HsFormSheet *self, GPtrArray *accused)
{
  GHashTable *told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean same;

  for (guint i = 0; i < accused->len; i++)
    {
      const char *section = hs_form_problem_get_section (accused->pdata[i]);

      if (section != NULL && !g_hash_table_contains (told, section))
        g_hash_table_add (told, g_strdup (section));
    }
  same = g_hash_table_size (told) == g_hash_table_size (self->told);
  if (same && g_hash_table_size (told) > 0)
    {
      GHashTableIter iter;
      gpointer section;

      g_hash_table_iter_init (&iter, told);
      while (same && g_hash_table_iter_next (&iter, &section, NULL))
        same = g_hash_table_contains (self->told, section);
    }
  g_hash_table_unref (self->told);
  self->told = told;
  if (!same)
    g_signal_emit (self, signals[TOLD], 0);
}

/* Returns how many places need mending. */
static guint
update_summary (HsFormSheet *self)
{
  g_autoptr (GPtrArray) accused = NULL;

  if (!self->checked)
    return 0;
  accused = list_accused (self);
  hs_form_summary_set_problems (HS_FORM_SUMMARY (self->summary), self->form, accused);
  gtk_widget_set_visible (self->summary, accused->len > 0);
  keep_told (self, accused);
  return accused->len;
}

static gboolean
sum_up_idle_cb (gpointer data)
{
  HsFormSheet *self = data;

  self->summing = 0;
  update_summary (self);
  return G_SOURCE_REMOVE;
}

static void
problems_changed_cb (HsFormSheet *self)
{
  if (self->checked && self->summing == 0)
    self->summing = g_idle_add (sum_up_idle_cb, self);
}

static void
chosen_cb (HsFormSheet *self, const char *pointer)
{
  g_signal_emit (self, signals[CHOSEN], 0, pointer);
}

static void
later_cb (HsFormSheet *self)
{
  g_signal_emit (self, signals[GO_ON], 0);
}

static void
continue_cb (HsFormSheet *self)
{
  if (hs_form_sheet_check (self, TRUE))
    g_signal_emit (self, signals[GO_ON], 0);
}

static void
check_cb (HsFormSheet *self)
{
  hs_form_sheet_check (self, TRUE);
}

static void
back_cb (HsFormSheet *self)
{
  g_signal_emit (self, signals[GO_BACK], 0);
}

static void
close_cb (HsFormSheet *self)
{
  g_signal_emit (self, signals[CLOSE], 0);
}

static gboolean
escape_cb (HsFormSheet *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (keyval != GDK_KEY_Escape || self->row == NULL)
    return GDK_EVENT_PROPAGATE;
  close_cb (self);
  return GDK_EVENT_STOP;
}

/* The title of a row is made of its answers. */
static void
show_row_title (HsFormSheet *self)
{
  if (self->row != NULL && g_strcmp0 (gtk_label_get_text (GTK_LABEL (self->title_label)),
                                      hs_form_row_get_title (self->row)) != 0)
    gtk_label_set_text (GTK_LABEL (self->title_label), hs_form_row_get_title (self->row));
}

static void
hs_form_sheet_dispose (GObject *object)
{
  HsFormSheet *self = HS_FORM_SHEET (object);

  g_clear_handle_id (&self->summing, g_source_remove);
  if (self->scrolling != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->scrolling);
  self->scrolling = 0;
  adw_bin_set_child (ADW_BIN (self), NULL); /* the bin does not see the template take it */
  gtk_widget_dispose_template (GTK_WIDGET (self), HS_TYPE_FORM_SHEET);
  self->list = NULL;
  g_clear_object (&self->form);
  g_clear_object (&self->repeat);
  g_clear_object (&self->row);
  G_OBJECT_CLASS (hs_form_sheet_parent_class)->dispose (object);
}

static void
hs_form_sheet_finalize (GObject *object)
{
  HsFormSheet *self = HS_FORM_SHEET (object);

  g_hash_table_unref (self->sections);
  g_hash_table_unref (self->told);
  g_clear_pointer (&self->row_ids, g_hash_table_unref);
  G_OBJECT_CLASS (hs_form_sheet_parent_class)->finalize (object);
}

static void
hs_form_sheet_class_init (HsFormSheetClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = HS_TYPE_FORM_SHEET;

  G_OBJECT_CLASS (klass)->dispose = hs_form_sheet_dispose;
  G_OBJECT_CLASS (klass)->finalize = hs_form_sheet_finalize;
  g_type_ensure (HS_TYPE_FORM_SUMMARY);
  signals[CHECKED] =
    g_signal_new ("checked", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[TOLD] =
    g_signal_new ("told", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[GO_ON] =
    g_signal_new ("go-on", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[GO_BACK] =
    g_signal_new ("go-back", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CLOSE] =
    g_signal_new ("close", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CHOSEN] = g_signal_new ("chosen", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/hosoapp/HoSo/form/hs-form-sheet.ui");
  gtk_widget_class_bind_template_child (widget_class, HsFormSheet, scrolled);
  gtk_widget_class_bind_template_child (widget_class, HsFormSheet, list_button);
  gtk_widget_class_bind_template_child (widget_class, HsFormSheet, place_label);
  gtk_widget_class_bind_template_child (widget_class, HsFormSheet, title_label);
  gtk_widget_class_bind_template_child (widget_class, HsFormSheet, summary);
  gtk_widget_class_bind_template_child (widget_class, HsFormSheet, questions);
  gtk_widget_class_bind_template_child (widget_class, HsFormSheet, back_button);
  gtk_widget_class_bind_template_child (widget_class, HsFormSheet, check_button);
  gtk_widget_class_bind_template_child (widget_class, HsFormSheet, continue_button);
  gtk_widget_class_bind_template_callback (widget_class, continue_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, check_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
}

/* In large text the words of the buttons take two lines rather than more room than there is. */
static void
wrap_buttons (HsFormSheet *self)
{
  GtkWidget *buttons[] = { self->list_button, self->back_button, self->check_button,
                           self->continue_button };

  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    {
      GtkWidget *label = gtk_button_get_child (GTK_BUTTON (buttons[i]));

      if (!GTK_IS_LABEL (label))
        continue;
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
    }
}

static void
hs_form_sheet_init (HsFormSheet *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->sections = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  wrap_buttons (self);
  /* what grows (long texts, lists of rows) gets the height it asks for */
  gtk_scrollable_set_vscroll_policy (
    GTK_SCROLLABLE (gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (self->scrolled))),
    GTK_SCROLL_NATURAL);
  g_signal_connect_object (self->summary, "chosen", G_CALLBACK (chosen_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->summary, "later", G_CALLBACK (later_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "map", G_CALLBACK (map_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (escape_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
hs_form_sheet_new (HsForm *form, HsUnits *units, GHashTable *row_ids)
{
  HsFormSheet *self = g_object_new (HS_TYPE_FORM_SHEET, NULL);

  self->form = g_object_ref (form);
  self->row_ids = g_hash_table_ref (row_ids);
  self->list = HS_FIELD_LIST (hs_field_list_new (form, units, row_ids));
  adw_bin_set_child (ADW_BIN (self->questions), GTK_WIDGET (self->list));
  g_signal_connect_object (hs_form_get_problems (form), "items-changed",
                           G_CALLBACK (problems_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (form, "changed", G_CALLBACK (show_row_title), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

void
hs_form_sheet_add_section (HsFormSheet *self, HsFormSection *section, gboolean with_title)
{
  g_return_if_fail (HS_IS_FORM_SHEET (self));
  g_hash_table_add (self->sections, g_strdup (hs_form_section_get_id (section)));
  hs_field_list_add (self->list, with_title ? section : NULL, NULL,
                     hs_form_section_get_fields (section));
}

void
hs_form_sheet_set_row (HsFormSheet *self, HsFormField *repeat, HsFormRow *row)
{
  g_return_if_fail (HS_IS_FORM_SHEET (self));
  g_return_if_fail (self->row == NULL);
  self->repeat = g_object_ref (repeat);
  self->row = g_object_ref (row);
  gtk_widget_set_visible (self->list_button, TRUE);
  gtk_button_set_label (GTK_BUTTON (self->back_button), _ ("Done, add another"));
  gtk_widget_set_visible (self->back_button, !hs_form_field_is_read_only (repeat));
  gtk_button_set_label (GTK_BUTTON (self->continue_button), _ ("Done"));
  gtk_widget_set_visible (self->check_button, FALSE);
  gtk_widget_set_hexpand (self->continue_button, TRUE);
  gtk_widget_set_halign (self->continue_button, GTK_ALIGN_END);
  wrap_buttons (self);
  show_row_title (self);
  hs_field_list_add (self->list, NULL, row, hs_form_row_get_fields (row));
}

HsFormField *
hs_form_sheet_get_repeat (HsFormSheet *self)
{
  g_return_val_if_fail (HS_IS_FORM_SHEET (self), NULL);
  return self->repeat;
}

HsFormRow *
hs_form_sheet_get_row (HsFormSheet *self)
{
  g_return_val_if_fail (HS_IS_FORM_SHEET (self), NULL);
  return self->row;
}

void
hs_form_sheet_set_place (HsFormSheet *self, const char *place, const char *title)
{
  g_return_if_fail (HS_IS_FORM_SHEET (self));
  gtk_label_set_text (GTK_LABEL (self->place_label), place != NULL ? place : "");
  gtk_widget_set_visible (self->place_label, place != NULL);
  if (title != NULL)
    gtk_label_set_text (GTK_LABEL (self->title_label), title);
}

HsFieldList *
hs_form_sheet_get_list (HsFormSheet *self)
{
  g_return_val_if_fail (HS_IS_FORM_SHEET (self), NULL);
  return self->list;
}

gboolean
hs_form_sheet_check (HsFormSheet *self, gboolean take_focus)
{
  g_return_val_if_fail (HS_IS_FORM_SHEET (self), FALSE);
  self->checked = TRUE;
  if (self->row != NULL)
    g_hash_table_add (self->row_ids, g_strdup (hs_form_row_get_id (self->row)));
  hs_field_list_check (self->list);
  g_signal_emit (self, signals[CHECKED], 0);
  if (update_summary (self) == 0)
    return TRUE;
  if (take_focus)
    {
      gtk_adjustment_set_value (adjustment_of (self), 0);
      gtk_widget_grab_focus (self->summary);
    }
  return FALSE;
}

void
hs_form_sheet_begin (HsFormSheet *self)
{
  g_return_if_fail (HS_IS_FORM_SHEET (self));
  gtk_adjustment_set_value (adjustment_of (self), 0);
  self->beginning = TRUE;
  wait_for_layout (self);
}

void
hs_form_sheet_cover (HsFormSheet *self)
{
  g_return_if_fail (HS_IS_FORM_SHEET (self));
  self->beginning = FALSE;
  self->goal = NULL;
}

gboolean
hs_form_sheet_tells (HsFormSheet *self, const char *section)
{
  g_return_val_if_fail (HS_IS_FORM_SHEET (self), FALSE);
  return g_hash_table_contains (self->told, section);
}
