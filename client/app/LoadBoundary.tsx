/** Stands in for a part of the page whose code could not be fetched. */
import { Component, type ReactNode } from 'react';
import { Button, EmptyState } from '../components/index.ts';

export class LoadBoundary extends Component<{ children: ReactNode }, { error?: Error }> {
  override state: { error?: Error } = {};

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <EmptyState
        icon="warning"
        title="This part could not be shown"
        text={`Your text is untouched. ${error.message}`}
      >
        <Button onClick={() => this.setState({ error: undefined })}>Try again</Button>
      </EmptyState>
    );
  }
}
