/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Progress of one sending. Shows only what the portal has confirmed. */
#define G_LOG_DOMAIN "hoso"

#include "review/hs-sending-view.h"

#include "app/hs-feedback.h"
#include "app/hs-sentences.h"
#include "base/hs-date.h"
#include "widgets/hs-dossier-words.h"

#include <glib/gi18n.h>

struct _HsSendingView
{
  GtkBox parent_instance;

  HsAppContext *context; /* (owned) */
  HsSending *sending;    /* (owned) */
  gint64 started_us;     /* monotonic, when the first byte was confirmed here; 0 not yet */
  guint64 started_at;    /* bytes confirmed then */

  GtkWidget *phase; /* (unowned) children */
  GtkWidget *pace;
  GtkWidget *trouble;
  GtkWidget *files;
  GtkWidget *again;
};

G_DEFINE_FINAL_TYPE (HsSendingView, hs_sending_view, GTK_TYPE_BOX)

static void
sum_files (HsSendingView *self, guint64 *confirmed, guint64 *total)
{
  GListModel *files = hs_sending_get_files (self->sending);

  *confirmed = *total = 0;
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (HsSendingFile) file = g_list_model_get_item (files, i);
      *confirmed += hs_sending_file_get_confirmed (file);
      *total += hs_sending_file_get_total (file);
    }
}

/* Seconds up to a minute and a half, then minutes: nobody counts "740 seconds". */
static char *
dup_time_left (double seconds)
{
  guint n = (guint) CLAMP (seconds + 0.5, 1, G_MAXINT);

  if (n <= 90)
    return g_strdup_printf (ngettext ("about %u second left", "about %u seconds left", n), n);
  n = (n + 59) / 60;
  return g_strdup_printf (ngettext ("about %u minute left", "about %u minutes left", n), n);
}

/* "1,2 MB of 3,4 MB · 0,8 MB a second · about 3 seconds left" */
static char *
dup_pace (HsSendingView *self)
{
  gint64 now = hs_world_monotonic_us (hs_app_context_get_world (self->context));
  guint64 confirmed, total, sent;
  double seconds;
  g_autofree char *so_far = NULL, *all = NULL, *speed = NULL, *left = NULL;

  sum_files (self, &confirmed, &total);
  if (total == 0)
    return NULL;
  so_far = hs_size_text (confirmed);
  all = hs_size_text (total);
  if (self->started_us == 0 && confirmed > 0)
    {
      self->started_us = now;
      self->started_at = confirmed;
    }
  sent = confirmed - self->started_at;
  seconds = (double) (now - self->started_us) / G_USEC_PER_SEC;
  if (sent == 0 || seconds < 0.5 || confirmed == total)
    return g_strdup_printf (_ ("%s of %s"), so_far, all);
  speed = hs_size_text ((guint64) ((double) sent / seconds));
  left = dup_time_left ((double) (total - confirmed) * seconds / (double) sent);
  /* TRANSLATORS: 1 MB of 3 MB · 200 kB a second · about 10 seconds left */
  return g_strdup_printf (_ ("%s of %s · %s a second · %s"), so_far, all, speed, left);
}

static char *
dup_trouble (HsSendingView *self)
{
  const GError *error = hs_sending_get_error (self->sending);
  gint64 again = hs_sending_get_retry_at_us (self->sending);
  g_autofree char *words = NULL, *clock = NULL, *next = NULL;

  if (error == NULL)
    return NULL;
  words = hs_app_error_text (error);
  if (again <= 0 || hs_sending_get_phase (self->sending) == HS_SENDING_FAILED)
    return g_steal_pointer (&words);
  clock = hs_time_to_clock (again);
  next = g_strdup_printf (_ ("Hồ Sơ tries again by itself at %s."), clock);
  return hs_sentences (words, next, NULL);
}

static void
show (HsSendingView *self)
{
  HsSendingPhase phase = hs_sending_get_phase (self->sending);
  g_autofree char *pace = dup_pace (self);
  g_autofree char *trouble = dup_trouble (self);

  gtk_label_set_text (GTK_LABEL (self->phase), hs_sending_phase_words (phase));
  gtk_label_set_text (GTK_LABEL (self->pace), pace != NULL ? pace : "");
  gtk_widget_set_visible (self->pace, pace != NULL && phase != HS_SENDING_DONE);
  gtk_label_set_text (GTK_LABEL (self->trouble), trouble != NULL ? trouble : "");
  gtk_widget_set_visible (self->trouble, trouble != NULL && phase != HS_SENDING_DONE);
  gtk_widget_set_visible (self->again, phase == HS_SENDING_WAITING || phase == HS_SENDING_FAILED);
}

static void
file_changed_cb (HsSendingFile *file, GParamSpec *pspec, GtkWidget *bar)
{
  guint64 total = MAX (hs_sending_file_get_total (file), 1);

  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (bar),
                                 (double) hs_sending_file_get_confirmed (file) / (double) total);
}

/* What a file is, for people: its name on the wire says it to the office only. */
static const char *
title_of_file (HsSendingView *self, const char *name)
{
  GListModel *slots = hs_dossier_get_slots (hs_sending_get_dossier (self->sending));

  if (g_str_equal (name, "to-khai.json"))
    return _ ("Declaration (data)");
  if (g_str_equal (name, "to-khai.pdf"))
    return _ ("Declaration (PDF)");
  for (guint i = 0; i < g_list_model_get_n_items (slots); i++)
    {
      g_autoptr (HsSlot) slot = g_list_model_get_item (slots, i);
      GListModel *attachments = hs_slot_get_attachments (slot);

      for (guint j = 0; j < g_list_model_get_n_items (attachments); j++)
        {
          g_autoptr (HsAttachment) attachment = g_list_model_get_item (attachments, j);
          if (g_strcmp0 (hs_attachment_get_file_name (attachment), name) == 0)
            return hs_slot_get_evidence (slot)->name;
        }
    }
  return name;
}

static void
add_file (HsSendingView *self, HsSendingFile *file)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *bar = gtk_progress_bar_new ();
  g_autofree char *size = hs_size_text (hs_sending_file_get_total (file));
  g_autofree char *text =
    g_strdup_printf ("%s (%s)", title_of_file (self, hs_sending_file_get_name (file)), size);
  GtkWidget *name = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_wrap (GTK_LABEL (name), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_box_append (GTK_BOX (line), name);
  gtk_box_append (GTK_BOX (line), bar);
  gtk_box_append (GTK_BOX (self->files), line);
  file_changed_cb (file, NULL, bar);
  g_signal_connect_object (file, "notify::confirmed", G_CALLBACK (file_changed_cb), bar, 0);
  g_signal_connect_object (file, "notify::confirmed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
}

static void
files_changed_cb (HsSendingView *self)
{
  GListModel *files = hs_sending_get_files (self->sending);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->files)) != NULL)
    gtk_box_remove (GTK_BOX (self->files), child);
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (HsSendingFile) file = g_list_model_get_item (files, i);
      add_file (self, file);
    }
}

static void
again_cb (HsSendingView *self)
{
  hs_case_book_resume_one (hs_app_context_get_case_book (self->context),
                           hs_sending_get_dossier (self->sending));
}

static GtkWidget *
append_label (HsSendingView *self, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (self), label);
  return label;
}

static void
hs_sending_view_dispose (GObject *object)
{
  HsSendingView *self = HS_SENDING_VIEW (object);

  g_clear_object (&self->context);
  g_clear_object (&self->sending);
  G_OBJECT_CLASS (hs_sending_view_parent_class)->dispose (object);
}

static void
hs_sending_view_class_init (HsSendingViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_sending_view_dispose;
}

static void
hs_sending_view_init (HsSendingView *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 10);
  self->phase = append_label (self, "title-3");
  self->pace = append_label (self, "dim-label");
  self->trouble = append_label (self, "error");
  self->files = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_box_append (GTK_BOX (self), self->files);
  self->again = gtk_button_new_with_label (_ ("Try now"));
  gtk_widget_set_halign (self->again, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (self), self->again);
  g_signal_connect_object (self->again, "clicked", G_CALLBACK (again_cb), self, G_CONNECT_SWAPPED);
}

GtkWidget *
hs_sending_view_new (HsAppContext *context, HsSending *sending)
{
  HsSendingView *self = g_object_new (HS_TYPE_SENDING_VIEW, NULL);

  self->context = g_object_ref (context);
  self->sending = g_object_ref (sending);
  files_changed_cb (self);
  show (self);
  g_signal_connect_object (hs_sending_get_files (sending), "items-changed",
                           G_CALLBACK (files_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sending, "notify", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
