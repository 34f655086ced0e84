/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One event in the timeline. */
#define G_LOG_DOMAIN "hoso"

#include "tracking/hs-event-row.h"

#include "base/hs-date.h"
#include "base/hs-text.h"
#include "widgets/hs-dossier-words.h"

#include <glib/gi18n.h>

static GtkWidget *
append_label (GtkWidget *box, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

/* By what the paper is: the step it came with tells. */
static char *
dup_open_words (HsEvent *event)
{
  const char *name = hs_event_get_file_name (event);

  switch (hs_event_get_status (event))
    {
    case 2:
      return g_strdup (_ ("Open the appointment slip"));
    case 3:
      return g_strdup (_ ("Open the slip of refusal"));
    case 5:
      return g_strdup (_ ("Open the request for more papers"));
    case 9:
    case 10:
      return g_strdup (_ ("Open the result"));
    default:
      return g_strdup_printf (_ ("Open %s"), name != NULL ? name : _ ("the paper"));
    }
}

static void
append_file_button (GtkWidget *box, HsDossier *dossier, HsEvent *event)
{
  g_autofree char *text = dup_open_words (event);
  GtkWidget *button = gtk_button_new_with_label (text);

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.preview-file");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(ss)", hs_dossier_get_id (dossier),
                                    hs_event_get_file (event));
  gtk_box_append (GTK_BOX (box), button);
}

GtkWidget *
hs_event_row_new (HsDossier *dossier, HsEvent *event)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE, "icon-name", "media-record-symbolic",
                                  "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *when = hs_time_to_text (hs_event_get_occurred_us (event));

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_set_margin_top (icon, 3);
  gtk_widget_add_css_class (icon, "accent");
  gtk_widget_set_hexpand (words, TRUE);
  append_label (words, hs_event_words (event), "heading");
  append_label (words, when, "dim-label");
  if (!hs_text_is_blank (hs_event_get_message (event)))
    append_label (words, hs_event_get_message (event), NULL);
  if (hs_event_get_file (event) != NULL)
    append_file_button (words, dossier, event);
  gtk_box_append (GTK_BOX (line), icon);
  gtk_box_append (GTK_BOX (line), words);
  return line;
}
