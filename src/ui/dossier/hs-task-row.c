/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line of the task list: what it is, and its state in words and as an icon. */
#define G_LOG_DOMAIN "hoso"

#include "dossier/hs-task-row.h"

#include "widgets/hs-dossier-words.h"

#include <glib/gi18n.h>

struct _HsTaskRow
{
  GtkListBoxRow parent_instance;

  HsDossier *dossier;     /* (owned) (nullable) for a task */
  HsFormSection *section; /* (owned) (nullable) for a section */
  HsTask task;
  gboolean quiet;   /* errors are not told yet */
  gboolean told;    /* errors stand in the page's summary */
  GtkWidget *icon;  /* (unowned) child */
  GtkWidget *title; /* (unowned) child */
  GtkWidget *state; /* (unowned) child: the state in words */
};

G_DEFINE_FINAL_TYPE (HsTaskRow, hs_task_row, GTK_TYPE_LIST_BOX_ROW)

static const HsTaskWords section_words[] = {
  [HS_SECTION_NOT_STARTED] = { .label = N_ ("Not started"),
                               .icon = "radio-symbolic",
                               .style = NULL },
  [HS_SECTION_IN_PROGRESS] = { .label = N_ ("In progress"),
                               .icon = "document-edit-symbolic",
                               .style = "accent" },
  [HS_SECTION_DONE] = { .label = N_ ("Done"), .icon = "emblem-ok-symbolic", .style = "success" },
  [HS_SECTION_HAS_ERRORS] = { .label = N_ ("Needs mending"),
                              .icon = "dialog-warning-symbolic",
                              .style = "warning" },
};

static char *
dup_task_state (HsTaskRow *self, HsTaskWords words)
{
  guint done = 0, total = 0;

  hs_dossier_get_task_progress (self->dossier, self->task, &done, &total);
  if (total == 0)
    return g_strdup (words.label);
  if (self->task == HS_TASK_PAPERS)
    /* TRANSLATORS: Done · 1 of 2 papers */
    return g_strdup_printf (ngettext ("%s · %u of %u paper", "%s · %u of %u papers", total),
                            words.label, done, total);
  return g_strdup_printf (_ ("%s · %u of %u"), words.label, done, total);
}

static void
show_state (HsTaskRow *self, HsTaskWords words, const char *text)
{
  static const char *const classes[] = { "accent", "success", "warning" };
  g_autofree char *name =
    g_strdup_printf ("%s: %s", gtk_label_get_text (GTK_LABEL (self->title)), text);

  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), words.icon);
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    gtk_widget_remove_css_class (self->icon, classes[i]);
  if (words.style != NULL)
    gtk_widget_add_css_class (self->icon, words.style);
  gtk_label_set_text (GTK_LABEL (self->state), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static GtkWidget *
new_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (GTK_LABEL (label), 1);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 22);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
hs_task_row_dispose (GObject *object)
{
  HsTaskRow *self = HS_TASK_ROW (object);

  g_clear_object (&self->dossier);
  g_clear_object (&self->section);
  G_OBJECT_CLASS (hs_task_row_parent_class)->dispose (object);
}

static void
hs_task_row_class_init (HsTaskRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_task_row_dispose;
}

static void
hs_task_row_init (HsTaskRow *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  self->icon =
    g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_set_valign (self->icon, GTK_ALIGN_START);
  gtk_widget_set_margin_top (self->icon, 2);
  self->title = new_label (NULL);
  self->state = new_label ("dim-label");
  gtk_widget_add_css_class (self->state, "caption");
  gtk_box_append (GTK_BOX (words), self->title);
  gtk_box_append (GTK_BOX (words), self->state);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (line), self->icon);
  gtk_box_append (GTK_BOX (line), words);
  gtk_widget_set_margin_top (line, 6);
  gtk_widget_set_margin_bottom (line, 6);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), line);
}

GtkWidget *
hs_task_row_new_for_task (HsDossier *dossier, HsTask task)
{
  HsTaskRow *self = g_object_new (HS_TYPE_TASK_ROW, NULL);
  g_autofree char *title = g_strdup_printf ("%d. %s", (int) task + 1, hs_task_title (task));

  self->dossier = g_object_ref (dossier);
  self->task = task;
  gtk_label_set_text (GTK_LABEL (self->title), title);
  hs_task_row_refresh (self);
  g_signal_connect_object (dossier, "tasks-changed", G_CALLBACK (hs_task_row_refresh), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

GtkWidget *
hs_task_row_new_for_section (HsFormSection *section)
{
  HsTaskRow *self = g_object_new (HS_TYPE_TASK_ROW, NULL);

  self->section = g_object_ref (section);
  self->task = HS_TASK_DECLARATION;
  gtk_label_set_text (GTK_LABEL (self->title), hs_form_section_get_title (section));
  gtk_widget_set_margin_start (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (self)), 22);
  hs_task_row_refresh (self);
  g_signal_connect_object (section, "notify", G_CALLBACK (hs_task_row_refresh), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

HsTask
hs_task_row_get_task (HsTaskRow *self)
{
  return self->task;
}

const char *
hs_task_row_get_section (HsTaskRow *self)
{
  return self->section != NULL ? hs_form_section_get_id (self->section) : NULL;
}

void
hs_task_row_refresh (HsTaskRow *self)
{
  if (self->section != NULL)
    {
      HsSectionState state = hs_form_section_get_state (self->section);
      HsTaskWords words;

      if (self->told)
        state = HS_SECTION_HAS_ERRORS;
      else if (self->quiet && state == HS_SECTION_HAS_ERRORS)
        state = HS_SECTION_IN_PROGRESS;
      words = section_words[state];
      gtk_widget_set_visible (GTK_WIDGET (self), hs_form_section_is_relevant (self->section));
      show_state (self, words, _ (words.label));
    }
  else if (self->dossier != NULL)
    {
      HsTaskState state = hs_dossier_get_task_state (self->dossier, self->task);
      HsTaskWords words;
      g_autofree char *text = NULL;

      if (self->told)
        state = HS_TASK_HAS_ERRORS;
      else if (self->quiet && state == HS_TASK_HAS_ERRORS)
        state = HS_TASK_IN_PROGRESS;
      words = hs_task_words (state);
      text = dup_task_state (self, words);
      show_state (self, words, text);
    }
}

void
hs_task_row_set_telling (HsTaskRow *self, gboolean quiet, gboolean told)
{
  g_return_if_fail (HS_IS_TASK_ROW (self));
  if (self->quiet == quiet && self->told == told)
    return;
  self->quiet = quiet;
  self->told = told;
  hs_task_row_refresh (self);
}

gboolean
hs_task_row_is_wrong (HsTaskRow *self)
{
  g_return_val_if_fail (HS_IS_TASK_ROW (self), FALSE);
  return self->section != NULL && hs_form_section_is_relevant (self->section) &&
         hs_form_section_get_state (self->section) == HS_SECTION_HAS_ERRORS;
}
