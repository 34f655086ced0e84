/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error-message relation, whatever GTK's version takes for it. */
#define G_LOG_DOMAIN "hoso"

#include "compat/hs-accessible.h"

static void
set_message (GtkWidget *widget, GtkWidget *message)
{
  GtkAccessibleRelation relations[] = { GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE };
  g_auto (GValue) value = G_VALUE_INIT;

  gtk_accessible_relation_init_value (relations[0], &value);
  if (G_VALUE_HOLDS_OBJECT (&value))
    {
      g_value_set_object (&value, message);
      gtk_accessible_update_relation_value (GTK_ACCESSIBLE (widget), 1, relations, &value);
    }
  else
    {
      g_autoptr (GList) list = g_list_append (NULL, message);

      g_value_set_pointer (&value, list);
      gtk_accessible_update_relation_value (GTK_ACCESSIBLE (widget), 1, relations, &value);
    }
}

void
hs_accessible_set_error (GtkWidget *widget, GtkWidget *message)
{
  gtk_accessible_update_state (
    GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_INVALID,
    message != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  if (message != NULL)
    set_message (widget, message);
  else
    gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE);
}

static void
hide_others (GtkStack *stack)
{
  GtkWidget *shown = gtk_stack_get_visible_child (stack);

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (stack)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (child == shown)
      gtk_accessible_reset_state (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_STATE_HIDDEN);
    else
      gtk_accessible_update_state (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
}

void
hs_accessible_follow_stack (GtkStack *stack)
{
  GtkSelectionModel *pages = gtk_stack_get_pages (stack);

  g_object_set_data_full (G_OBJECT (stack), "hs-accessible-pages", pages, g_object_unref);
  g_signal_connect_object (stack, "notify::visible-child", G_CALLBACK (hide_others), stack,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (pages, "items-changed", G_CALLBACK (hide_others), stack,
                           G_CONNECT_SWAPPED);
  hide_others (stack);
}
