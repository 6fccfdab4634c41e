"""The board of a hospital's ledger."""

from django.urls import path

from rectification.views import board

urlpatterns = [path("h/<slug:code>/board/", board.board_page, name="board")]
